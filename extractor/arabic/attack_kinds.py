"""The kind of an attack, from its trigger and the words that grammar ties to it.

In order: the adjectives and genitives right after the noun (قصف صاروخي, انفجار عبوة), the instrument with ب or باستخدام
in the same clause, the weapon that fires as subject, else what the trigger means alone.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from extractor.arabic.attack_clauses import Clause, Trigger
from extractor.arabic.attack_words import AttackWords, Word, attack_words, word_alone

_AFTER, _PHRASE = 4, 6
_MEANS_WINDOW = 30  # words between an attack and its instrument; a hostile text must not make it endless
_BY_MEANS = frozenset(("باستخدام", "بواسطه", "عبر", "بالاسلحه", "بسلاح"))
_AMOUNT = frozenset(
    (
        "باكثر",
        "باقل",
        "بازيد",
        "بعدد",
        "بعديد",
        "بالعديد",
        "بعشرات",
        "بميات",
        "بسرب",
        "باسراب",
        "بموجه",
        "بوابل",
        "بدفعه",
        "برشقه",
        "برشقات",
        "بصليه",
        "بصليات",
        "بمجموعه",
        "بسلسله",
        "بزخات",
    )
)  # an instrument that is counted or heaped: بعدد من المسيرات
_GUNFIRE = frozenset(("نار", "النار", "رصاص", "الرصاص", "نيران", "النيران"))


_FAMILY = {
    "rocket_attack": "fire", "shelling": "fire", "exchange": "fire", "drone_attack": "air", "airstrike": "air",
    "ied": "bomb", "suicide_attack": "bomb", "clash": "ground", "shooting": "ground", "raid": "ground",
}  # fmt: skip


def family(kind: str) -> str:
    """The kinds that a text may use for one attack: artillery and rockets, aircraft and drones, bombs, arms."""
    return _FAMILY.get(kind, kind)


def attack_kind(clause: Clause, trigger: Trigger, limit: int) -> str:
    """The incident kind of a trigger; `limit` is the word where the next trigger of the clause begins."""
    lexicon, words, hit = attack_words(), clause.words, trigger.hit
    takes = hit.sense.takes
    if "exchange" in takes and trigger.before and words[trigger.before.first].among(lexicon.sets["mutual"]):
        return "exchange"
    if not takes:
        return "other" if hit.sense.kind == "abduction" and _takes_a_vehicle(words, hit.last) else hit.sense.kind
    for found in _evidence(words, clause, trigger, limit):
        kind = _modifier_kind(words, found, lexicon)
        if kind in {*takes, hit.sense.kind} and not (
            kind == "shooting" and hit.sense.role != "launch" and words[found].text in _GUNFIRE
        ):
            return kind
    return "ied" if _blows_up(clause, trigger, limit) else hit.sense.kind


def weapon_named(clause: Clause, trigger: Trigger, limit: int) -> bool:
    """Whether a word of the clause names the weapon, be it that of the attack word itself (قصف مدفعي)."""
    lexicon, takes = attack_words(), {*trigger.hit.sense.takes, trigger.hit.sense.kind}
    found = _evidence(clause.words, clause, trigger, limit)
    return any(_modifier_kind(clause.words, at, lexicon) in takes for at in found)


def _blows_up(clause: Clause, trigger: Trigger, limit: int) -> bool:
    """انفجار سيارة, انفجرت دراجة, أن سيارة كانت مركونة … انفجرت: a vehicle that explodes in such news was a bomb."""
    words, hit, sets = clause.words, trigger.hit, attack_words().sets
    explodes = hit.sense.takes == _EXPLODING and hit.sense.kind == "other"
    behind = words[hit.last : min(limit, hit.last + (_PHRASE if hit.sense.tense else 1))]
    subject = words[clause.first : min(hit.first, clause.first + _AFTER)] if hit.sense.tense else ()
    return explodes and any(w.clitics(sets["car_bombs"]) in ("", "ال") for w in (*behind, *subject))


_EXPLODING = frozenset(("ied", "suicide_attack"))


def _takes_a_vehicle(words: Sequence[Word], at: int) -> bool:
    """خطف سيارة: robbery or piracy; nobody is abducted."""
    return at < len(words) and words[at].clitics(attack_words().sets["vehicles"]) in ("", "ال")


def modifier_run(words: Sequence[Word], first: int, last: int) -> range:
    """Words after an attack noun up to a mark, preposition, relative or carrier: its adjectives and genitives."""
    lexicon = attack_words()
    end = first
    while end < min(last, first + _AFTER) and not _breaks(words[end].text) and not _is_object(words, end, lexicon):
        end += 1
    return range(first, end)


@lru_cache(maxsize=2048)
def _breaks(text: str) -> bool:
    lexicon, word = attack_words(), word_alone(text)
    return (
        not word.is_word
        or word.among(lexicon.sets["prepositions"])
        or word.among(lexicon.sets["relatives"])
        or any(sense.tense for sense in lexicon.senses.get(text, ()))
    )


def _is_object(words: Sequence[Word], at: int, lexicon: AttackWords) -> bool:
    """A head of what is struck, unless the next word makes it a weapon: سيارة مفخخة."""
    weapon = at + 1 < len(words) and words[at + 1].clitics(lexicon.modifiers) is not None
    return words[at].clitics(lexicon.sets["struck"]) in ("", "ال") and not weapon


def _evidence(words: Sequence[Word], clause: Clause, trigger: Trigger, limit: int) -> Iterator[int]:
    """Positions of words that may name the kind, the closest tie first."""
    lexicon, hit = attack_words(), trigger.hit
    if hit.sense.role == "launch":
        around = (range(hit.last, min(limit, hit.last + 14)), range(max(clause.first, hit.first - 4), hit.first))
        places = (i for span in around for i in _positions(words, span, lexicon))
        yield from (i for i in places if not words[i].among(lexicon.sets["weapon_adjectives"]))
        return
    yield from _positions(words, adjectives(words, trigger, limit), lexicon)
    later = min(limit, hit.last + _MEANS_WINDOW)
    yield from (i for start in _instruments(words, hit.last, later) for i in _positions(words, start, lexicon))
    earlier = max(clause.first, hit.first - _MEANS_WINDOW) if clause.triggers[0] is trigger else hit.first
    yield from (i for start in _instruments(words, earlier, hit.first) for i in _positions(words, start, lexicon))
    yield from _positions(words, _subjects(words, clause, trigger), lexicon)


def adjectives(words: Sequence[Word], trigger: Trigger, limit: int) -> range:
    """The adjectives and genitives of a trigger; behind a noun with the article they have it too (الهجوم أجبر)."""
    hit = trigger.hit
    run = modifier_run(words, hit.last, limit)
    if hit.sense.tense or not hit.clitics.endswith(("ال", "لل")):
        return run
    return range(run.start, next((i for i in run if not words[i].definite), run.stop))


def _positions(words: Sequence[Word], span: range, lexicon: AttackWords) -> Iterator[int]:
    return (i for i in span if words[i].clitics(lexicon.modifiers) is not None and not _no_weapon(words, i))


def _no_weapon(words: Sequence[Word], at: int) -> bool:
    """الفصائل المقاتلة, دراجة نارية, القوات الجوية: an adjective of people, a vehicle or a service."""
    sets, before = attack_words().sets, words[at - 1] if at else None
    return before is not None and (
        (words[at].text == "المقاتله" and before.definite)
        or (before.clitics(sets["vehicles"]) is not None and words[at].text.startswith("ناري"))
        or (before.clitics(sets["services"]) is not None and words[at].among(sets["weapon_adjectives"]))
    )


def _instruments(words: Sequence[Word], first: int, last: int) -> Iterator[range]:
    """Noun phrases with the ب of means, or after باستخدام, up to the next preposition."""
    for i in range(first, last):
        if words[i].text in _BY_MEANS:
            yield from [modifier_run(words, i + 1, last)]
        elif words[i].text == "ب" or (words[i].text.startswith(("ب", "وب")) and len(words[i].readings) > 1):
            heaped = i + 1 < last and words[i].text in _AMOUNT and words[i + 1].text == "من"
            run = modifier_run(words, i + 1 + heaped, last)
            yield range(i, min(run.stop, i + _PHRASE))


def _subjects(words: Sequence[Word], clause: Clause, trigger: Trigger) -> range:
    """Where the subject stands: after the verb that carries the attack (VSO), or before it."""
    hit = trigger.hit
    if trigger.before:
        gap = range(trigger.before.last, hit.first)
        return gap if gap else range(max(clause.first, trigger.before.first - _AFTER), trigger.before.first)
    if trigger.after:
        return modifier_run(words, trigger.after[0].last, clause.last)
    if hit.sense.tense:
        return range(max(clause.first, hit.first - _AFTER), hit.first)
    return range(hit.first, hit.first)


def _modifier_kind(words: Sequence[Word], at: int, lexicon: AttackWords) -> str:
    """The kind of the weapon word, corrected by the word after it: قذائف صاروخية, طائرة مسيرة, طائرة من دون طيار."""
    word = words[at]
    kind = lexicon.modifiers[word.text[len(word.clitics(lexicon.modifiers) or "") :]]
    for after in words[at + 1 : at + 4]:
        clitics = after.clitics(lexicon.overrides)
        if clitics in ("", "ال"):
            return lexicon.overrides[after.text[len(clitics) :]]
        if not after.is_word or after.text not in ("من", "دون", "بدون", "حربيه", "الحربيه"):
            break
    return kind
