"""Who is named as having done it: subject of an attack verb, agent behind من قبل, genitive of a strike."""

from collections.abc import Sequence
from itertools import pairwise

from extractor.arabic.actor_lexicon import state_of
from extractor.arabic.actors import ActorMention
from extractor.arabic.clitics import readings
from extractor.arabic.fold import fold_key
from extractor.arabic.sides import ARMED, Party, Said, party, side_of
from extractor.arabic.speech import bare, is_a, is_attack_verb, is_harm, is_relative_attack, unjoined, word_class
from extractor.arabic.word_start import cliticised

_EARLY = 12
_NO_NOUNS = ("adverbs", "relatives", "prepositions")
_RESPONSIBLE = frozenset(("مسوول", "مسووله", "مسوولون", "مسوولين", "المسوول", "المسووله"))
_KILLED = frozenset(("قتل", "قتلا", "قتلت", "قتلوا", "خطفوا", "خطف", "طعن", "طعنوا", "اعدموا"))
_GROUPS = word_class("crowds")
_CROWDS = _GROUPS - {"من"}
_BY = frozenset((("من", "قبل"), ("علي", "يد"), ("علي", "ايدي"), ("من", "جانب"), ("من", "طرف")))
_KINDS = frozenset(("انتحاري", "انتحاريه", "ارهابي", "ارهابيه"))
_INTERCEPTING = ("اعترض", "تعترض", "يعترض", "تصد", "يتصد", "احبط", "افشل")
_SUFFERED = ("اصيب", "جرح", "استشهد", "توفي", "لقو", "تعرض")
_BEHIND_IT = frozenset(("خلفها", "خلفه", "خلفهما", "وراءها", "وراءه", "وراها", "وراه", "ورايها"))
_DOINGS = frozenset(("اقدام", "قيام", "لجوء", "تورط", "ضلوع"))
_DID = frozenset((verb, by) for verb in ("قام", "قامت", "تقوم", "يقوم") for by in ("به", "بها", "بهما"))
_NO_ATTACKERS = frozenset(("media", "monitor", "international_organization"))
_STRIKES = word_class("strikes")
PRONOUNS = frozenset(("انه", "انها", "انهم", "اننا", "انهما", "بانه", "بانها", "بانهم", "باننا", "انني", "اني"))


def perpetrator(said: Said) -> Party | None:
    """The actor that is subject of an attack verb, stands behind `من قبل`, or is said to be behind it."""
    keys = said.keys
    for a, b, mention in said.actors:
        if "منذ" in keys[max(0, a - 4) : a]:
            continue  # منذ بدء هجوم X: only dates
        if mention.category in _NO_ATTACKERS or _nameless(said, a, b, mention):
            continue
        before = _behind_crowd(keys, a)
        follows = is_attack_verb(keys[before]) if before >= 0 else False
        by = a > 1 and ((keys[a - 2], keys[a - 1]) in _BY | _DID or _struck_from(keys, a, mention))
        leads = _subject_position(keys, a) and _acts(_clause(keys, b))
        if (follows and not _object_of(keys, before + 1)) or by or leads or _made_by(keys, (a, b), mention):
            return side_of(said, a, b, mention)
    return _relative_subject(keys)


def _behind_crowd(keys: Sequence[str], a: int) -> int:
    """The word before an actor and what leads to it: عناصر من X, أطلقها مسلحون في X, نفذته، أمس، X."""
    at = a - 1
    if at > 0 and keys[a][0] == "و" and keys[at] in word_class("own_nouns"):
        at -= 1  # طائرات ومروحيات النظام
    if at > 1 and keys[at] in ("من", "في") and keys[at - 1] in _CROWDS:
        at -= 2
    elif at > 0 and keys[at] in _CROWDS:
        at -= 1
    behind = at
    while at > 0 and (keys[at] in ",،" or is_a(keys[at], "adverbs")):
        at -= 1
    return at if is_relative_attack(keys[at]) else behind


def _is_doing(keys: Sequence[str], a: int, b: int) -> bool:
    """`إقدام الجيش على إعدام`, `قيام X بقصف`, `لجوء X لقصف`: the doer of a doing that is harm."""
    return a > 0 and keys[a - 1].removeprefix("ب") in _DOINGS and any(map(is_harm, keys[b : b + 3]))


def _struck_from(keys: Sequence[str], a: int, mention: ActorMention) -> bool:
    """`قصف بالبراميل من الطيران المروحي`: the force that a shelling comes from."""
    near = [k.removesuffix("ا") for k in keys[max(0, a - 6) : a - 1]]
    back = len(near)
    while back and near[back - 1].endswith(("ي", "يه")):
        back -= 1
    if keys[a - 1] == "من" and mention.category in ARMED and back < len(near) and near[back - 1 : back] == ["قصف"]:
        return True  # قصف مدفعي من X: no عناصر stand between
    return (
        keys[a - 1] == "من" and mention.category == "state_forces" and any(k in ("قصف", "القصف", "غارات") for k in near)
    )


def _made_by(keys: Sequence[str], where: tuple[int, int], mention: ActorMention) -> bool:
    if mention.rule == "demonym_of_attack":
        told = any(map(is_attack_verb, keys[where[1] : where[1] + 1]))
        return told or not keys[where[0]].startswith(
            "ال"
        )  # غارة إسرائيلية names who struck, الغارة الإسرائيلية goes back
    if _strike_of(keys, where, mention):
        return True
    if _is_doing(keys, *where):
        return True
    named = mention.rule in ("name", "head_of_name") or mention.state or keys[where[0]].startswith("ال")
    return mention.category in ARMED and bool(named) and _masdar_subject(keys, *where)


def _strike_of(keys: Sequence[str], where: tuple[int, int], mention: ActorMention) -> bool:
    """`غارات التحالف`, `قصف مدفعي لقوات الدعم السريع`: the genitive of a strike, and no adjective of nation."""
    if mention.category not in ARMED:
        return False
    a, back, strikes = where[0], where[0] - 1, _STRIKES
    cut = not fold_key(mention.raw).startswith(keys[a]) or keys[max(0, a - 2) : a] == ["ل", '"']
    back -= 2 * (keys[back : back + 1] == ['"'] and cut)
    if cut and not keys[a].startswith("ل") and keys[a - 1] != '"':
        return False
    if cut or keys[a].startswith("لل"):
        strikes = _STRIKES | {"قصف"}  # with ل no longer the object: قصف الحوثيين may be done to them
        while back >= max(0, a - 4) and (keys[back].endswith(("ي", "يه", "يا")) or keys[back] in ("منسوب", "منسوبه")):
            back -= 1
    return back >= 0 and any(rest.removesuffix("ا") in strikes for _, rest in readings(keys[back], article=False))


def _masdar_subject(keys: Sequence[str], a: int, b: int) -> bool:
    """`استهداف الجيش حافلة`: an object without preposition behind the actor leaves the actor to be the subject."""
    if a == 0 or b >= len(keys) or not any(rest in word_class("attack_masdars") for _, rest in readings(keys[a - 1])):
        return False
    if unjoined(keys[b]) != keys[b] and state_of(unjoined(keys[b])) and b + 1 < len(keys):
        b += 1  # تنفيذ الولايات المتحدة وبريطانيا هجوما
    b = _behind_instrument(keys, b)
    word = keys[b]
    if not word.isalpha() or word[0] in "وبلف" or is_attack_verb(word):
        return word.startswith("ل") and cliticised("ل", word[1:])
    if word.startswith("ال"):
        return word in ("الرصاص", "النار", "الصواريخ", "القذايف")
    return not any(is_a(word, name) for name in ("prepositions", "relatives", "adverbs", "openers", "source_words"))


def _behind_instrument(keys: Sequence[str], b: int) -> int:
    """Past بالقذائف المدفعية between the doer of a masdar and its object, if that follows; else `b`."""
    at = b
    while at + 1 < len(keys) and keys[at].startswith("بال" if at == b else "ال"):
        at += 1
    return b if is_a(keys[at], "prepositions") or keys[at][0] in "لب" or not keys[at].isalpha() else at


def _relative_subject(keys: Sequence[str]) -> Party | None:
    """The noun that no table knows behind `شنها`, `ارتكبتها`, if it is definite or of a nation: it is then somebody."""
    for n, (verb, noun) in enumerate(pairwise(keys)):
        if not is_relative_attack(verb) or not noun.isalpha() or any(is_a(noun, c) for c in _NO_NOUNS):
            continue
        if noun.startswith("ال"):
            return party([noun], None)
        if any(map(state_of, keys[n + 2 : n + 4])):
            return party(keys[n + 1 : n + 4], None)
    return None


def _acts(clause: Sequence[str]) -> bool:
    """Whether an attack verb of the subject's own follows; one with an object pronoun further on is not."""
    if any(unjoined(k).startswith(_INTERCEPTING) for k in clause[:2]):
        return False  # الدفاعات الجوية اعترضت
    if any(k.startswith(_SUFFERED) for k in clause[:1]):
        return False  # الجنود أصيبوا بقذيفة أطلقت
    return any(
        is_attack_verb(k)
        and (n < 2 or not is_relative_attack(k))
        and not _passive(clause, n)
        and not _governed(clause, n)
        for n, k in enumerate(clause)
    )


def _governed(clause: Sequence[str], n: int) -> bool:
    """في قصف: behind a preposition the letters of a verb are a noun's."""
    before = next((k for k in reversed(clause[:n]) if k not in ('"', "'")), "")
    return before in ("في", "من", "عن", "الي", "علي", "جراء", "اثر", "خلال", "بعد", "قبل", "نتيجه", "بسبب")


def _passive(clause: Sequence[str], n: int) -> bool:
    """قتلوا في, قتل أمس: without an object the subject is the victim."""
    if clause[n] not in _KILLED:
        return False
    after = clause[n + 1] if n + 1 < len(clause) else ""
    return not after.isalpha() or after[0] == "ب" or any(is_a(after, c) for c in ("prepositions", "adverbs"))


def _nameless(said: Said, a: int, b: int, mention: ActorMention) -> bool:
    """Whether the words name nobody: مسلحون مجهولون, إرهابيين."""
    if any(k.startswith(("مجهول", "المجهول")) for k in said.keys[a:b]):
        return True
    if b == a + 1 and bare(said.keys[a]) in _KINDS and a > 0 and is_harm(said.keys[a - 1]):
        return True  # الهجوم الانتحاري: the kind of attack
    return mention.category == "armed_group" and not side_of(said, a, b, mention).words


def _subject_position(keys: Sequence[str], a: int) -> bool:
    """Whether an actor stands first in its clause, behind أن; `مجموعات من` and the like may lead to it."""
    while a > 1 and keys[a - 1] in _GROUPS:
        a -= 1
    before = keys[a - 2 : a - 1] if a > 1 and keys[a - 1] in ('"', "'") else keys[a - 1 : a]
    return a == 0 or any(is_a(k, "openers") for k in before) or (a == 1 and not is_attack_verb(keys[0]))


def blamed(said: Said) -> Party | None:
    """`أن X مسؤولة عن القصف`, `أن X وراء الهجوم`: the actor before, if one is named there."""
    keys = said.keys
    for n, (word, following) in enumerate(pairwise(keys)):
        responsible = word in _RESPONSIBLE and following == "عن" and n > 0 and keys[n - 1] not in PRONOUNS
        behind = word in ("وراء", "خلف") and is_harm(following)
        if bare(word) == "مصدر" and following.removeprefix("ال") in _STRIKES | {"قصف", "نيران", "اطلاق"}:
            actor = next(((a, b, m) for a, b, m in said.actors if n < a <= n + 5), None)
            return side_of(said, *actor) if actor else None  # مصدر القصف قوات النظام
        if following in _BEHIND_IT and word in ("تقف", "يقف", "وقفت", "وقف"):
            actor = next(((a, b, m) for a, b, m in said.actors if n < a <= n + 4), None)
            return side_of(said, *actor) if actor else None  # تفجيرات تقف خلفها الاستخبارات
        if responsible or behind:
            actor = next(((a, b, m) for a, b, m in said.actors if n - 3 <= b <= n), None)
            return side_of(said, *actor) if actor else party(keys[1:n], None) if responsible else None
    return None


def _clause(keys: Sequence[str], b: int) -> Sequence[str]:
    stop = next((n for n in range(b, len(keys)) if is_a(keys[n], "openers")), len(keys))
    return keys[b : min(stop, b + _EARLY)]


def _object_of(keys: Sequence[str], a: int) -> bool:
    """Whether the attack verb right before an actor has its subject earlier (أنها قصفت الحوثيين)."""
    return a > 1 and (keys[a - 2] in PRONOUNS or keys[a - 2] == "قد")
