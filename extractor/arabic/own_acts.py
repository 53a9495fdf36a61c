"""Whether a speaker says that his own side struck, or that it did not."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from extractor.arabic.perpetrators import PRONOUNS
from extractor.arabic.sides import ARMED, NAMED, Said, is_insider, is_witness, side_of
from extractor.arabic.speech import (
    bare,
    is_a,
    is_attack_verb,
    is_future_attack,
    is_noun_of,
    unjoined,
    word_class,
)

_STRIKES = word_class("strikes") | {"عمليه", "عمليات", "قصف"}
_HITS = frozenset(("اصابه", "اصابات"))
_TAKES_PLACE = frozenset(("تتم", "يتم", "تجر", "يجر", "تنفذ", "ينفذ", "نقم", "نقوم"))


@lru_cache(maxsize=1)
def own_forces() -> frozenset[str]:
    """Folded nouns for a side's forces with the pronoun of that side: قواتنا, طائراته."""
    return frozenset(noun + pronoun for noun in word_class("own_nouns") for pronoun in ("ه", "ها", "هم", "نا"))


def denies(said: Said) -> bool:
    """`لا علاقة لعناصرنا بها`, `لم تنفذ قواتنا`, `لم نستهدف`: an armed or official speaker clears his own side."""
    if any(unjoined(a) in ("انفي", "ننفي") and b not in ("ان", "وجود") for a, b in pairwise(said.keys)):
        return True  # "ننفي هذه الأنباء" in the speaker's own voice
    if any(unjoined(a) == "لم" and b in ("يتعرض", "تتعرض", "نتعرض") for a, b in pairwise(said.keys)):
        return True  # لم يتعرض المطار لأي هجوم
    if is_witness(said) or not is_insider(said):
        return False
    for n, (no, word) in enumerate(pairwise(said.keys[:12])):
        if unjoined(no) == "لا" and word in ("علاقه", "صله"):
            return True
        if unjoined(no) == "لم" and (word in _TAKES_PLACE or (word[:1] == "ن" and is_attack_verb(word))):
            return any(n < a < n + 8 and m.category in ARMED for a, _, m in said.actors) or word[0] == "ن"
        if unjoined(no) == "لم" and is_attack_verb(word):
            following = said.keys[n + 2 : n + 3]
            ours = any(a == n + 2 and side_of(said, a, b, m).shares(said.speaker) for a, b, m in said.actors)
            return ours or any(unjoined(k) in own_forces() for k in following)
    return False


def admits(said: Said, *, announced: bool) -> bool:
    """Whether the speaker says that his own side struck."""
    keys = said.keys
    if any(k.startswith(("مسووليته", "مسووليتها", "مسووليتهم", "مسووليتنا")) for k in keys[:6]):
        return True
    if any(k in PRONOUNS and keys[n + 1 : n + 2] in (["مسوول"], ["مسووله"], ["مسوولون"]) for n, k in enumerate(keys)):
        return True
    if any(k in word_class("first_person") for k in keys) or _by_its_press(said):
        return True
    if is_witness(said):
        return False
    return (
        _own_verb(said)
        or (announced and _own_masdar(said))
        or _own_operation(said, announced=announced)
        or _own_strike(said)
    )


def _by_its_press(said: Said) -> bool:
    """`أعلنت وكالة أعماق مسؤولية التنظيم عن`: a group's own press names it without its proper name."""
    return any(a.startswith("مسوولي") and is_noun_of(b, "own_generic") for a, b in pairwise(said.keys[:3]))


def _own_verb(said: Said) -> bool:
    """`أنها استهدفت`, `إن قواتنا قصفت`; what is still to come is no admission."""
    keys = said.keys
    own, generic = _own_names(said.speaker.category in NAMED) if is_insider(said) else (own_forces(), frozenset())
    if any(
        a.startswith("تابع") and b in ("له", "لها", "لهم", "لنا") and _done(c)
        for a, b, c in zip(keys, keys[1:], keys[2:], strict=False)
    ):
        return True  # مجموعة تابعة له نفذت الهجوم
    for n, k in enumerate(keys[:-1]):
        if k in PRONOUNS and any(_done(v) for v in keys[n + 1 : n + 2 + (keys[n + 1] in ("قد", '"'))]):
            return True
        if unjoined(k) not in own and k not in generic:
            continue
        if any(unjoined(w).startswith(("اعترض", "احبط", "تصد", "افشل")) for w in keys[n + 1 : n + 3]):
            continue  # what is intercepted or foiled is the other side's attack
        near = keys[n + 1 if k in generic else max(0, n - 1) : n + 4]  # behind a verb الجيش may be whom it hits
        if any(map(is_attack_verb, near)) and not any(map(is_future_attack, near)):
            return True
    return False


@lru_cache(maxsize=2)
def _own_names(group: bool) -> tuple[frozenset[str], frozenset[str]]:
    """An insider's names for his men, and the bare nouns that in his mouth mean his side; of a group or of a state."""
    if group:
        return own_forces() | word_class("own_agents"), word_class("own_generic") - word_class("own_corps")
    return own_forces(), word_class("own_corps")


def _done(word: str) -> bool:
    return is_attack_verb(word) and not is_future_attack(word)


def _own_masdar(said: Said) -> bool:
    """`أعلن الجيش استهداف …`: the bare noun of an attack has the announcer for its subject."""
    armed = said.speaker.category in ARMED
    head = next((n for n, k in enumerate(said.keys[:4]) if k != "عن" and k.isalpha()), None)
    if head is None or not armed:
        return False
    word = said.keys[head]
    if any(unjoined(k).startswith("اطلق") for k in said.keys[head + 2 : head + 8]):
        return False  # تدمير مسيرة أطلقها X: the attack is another's
    if _its_own(said.keys, head):
        return True
    masdars = word_class("attack_masdars")
    if word not in masdars and word.removeprefix("ب") not in masdars:
        return False
    subject = next((side_of(said, a, b, m) for a, b, m in said.actors if a == head + 1), None)
    return subject is None or word in ("القضاء",) or subject.shares(said.speaker) or not subject.states


def _its_own(keys: Sequence[str], n: int) -> bool:
    """`استهدافه موقعا`, `عن قصفها المدينة`: a masdar with the pronoun of the speaker, and its object behind it."""
    stem = next((keys[n].removesuffix(p) for p in ("ها", "هم", "نا", "ه") if keys[n].endswith(p)), "")
    if len(stem) < 3 or {stem, stem[:-1] + "ه", stem.removeprefix("ب")}.isdisjoint(word_class("attack_masdars")):
        return False
    behind = keys[n + 1] if n + 1 < len(keys) else ""
    return behind[:1] not in ("", "ب") and (behind[0].isalnum() or behind in "\"'") and not is_a(behind, "prepositions")


def _own_strike(said: Said) -> bool:
    """`إن الغارة استهدفت مسلحين`: the strike of an armed speaker, since those hit are his enemies; or his own hits."""
    if said.speaker.category not in ARMED:
        return False
    for n, (strike, verb) in enumerate(pairwise(said.keys)):
        if strike.startswith("ال") and strike[2:] in _STRIKES and is_attack_verb(verb):
            return any(k in word_class("enemies") or k.startswith("مطلق") for k in said.keys[n + 2 : n + 6]) or any(
                n < a <= n + 8 and not side_of(said, a, b, m).shares(said.speaker) for a, b, m in said.actors
            )
    return any(a.removeprefix("ال") in _HITS and bare(b).startswith(("مباشر", "دقيق")) for a, b in pairwise(said.keys))


def _own_operation(said: Said, *, announced: bool) -> bool:
    """A state's or group's force that announces enemies killed tells its own operation; قتل may be a passive."""
    keys = said.keys
    killing = ("مقتل", "قتل") if announced else ("مقتل",)
    if said.speaker.category not in ARMED or not any(k.removeprefix("ب") in killing for k in keys[:3]):
        return False
    killed = set(keys[1:7])
    if killed.isdisjoint(word_class("enemies")) or not killed.isdisjoint(word_class("own_victims")):
        return False
    if not killed.isdisjoint(word_class("enemies") - word_class("of_any_side")):
        return True
    strangers = (a for a, b, m in said.actors if 1 < a < 10 and not side_of(said, a, b, m).shares(said.speaker))
    return any(keys[a - 1] not in ("مع", "ضد") for a in strangers)  # قيادي, عنصر: of whom, the words must say
