"""Whether a harm word states harm that happened: no attempt, threat, release, trial, illness or other sense."""

from collections.abc import Iterator
from itertools import takewhile

from extractor.arabic.cues import Cue, word_classes
from extractor.arabic.fold import fold_key
from extractor.arabic.linking import SentenceLinks
from extractor.arabic.nouns import counted_noun

_UNREAL_REACH = 4
_NOT = frozenset(("لم", "ولم", "فلم", "لن", "ولن", "لا", "ولا"))
_PRISONS = frozenset(
    ("مركز", "مراكز", "معسكر", "معسكرات", "مكان", "اماكن", "غرفه", "غرف", "مقر", "مقار", "موقع", "مخيم")
)
_HELD = ("masdar", "singular", "plural", "mass")


def real_cues(s: SentenceLinks) -> Iterator[Cue]:
    """The harm words of a sentence that are not part of a denial, an attempt, a threat or an illness."""
    for i in range(s.first, s.last):
        for cue in s.reading.cues.get(i, ()):
            if cue.cls == "harm" and i not in s.hidden and real(s, cue):
                yield cue


def real(s: SentenceLinks, cue: Cue) -> bool:
    """Whether a harm word states harm that happened: no attempt, threat, release, illness or other sense."""
    ahead = range(cue.last, min(cue.last + 6, s.last))
    before = range(cue.first - 1, max(cue.first - _UNREAL_REACH, s.first) - 1, -1)
    clause = takewhile(lambda i: not s.reading.stops(i), ahead)
    released = [*before, *clause] if cue.role in ("singular", "plural") else before
    free = cue.harm == "captured" and cue.role in _HELD and any(s.reading.has(i, "release") for i in released)
    return not (
        free
        or _noun_prefix(s, cue)
        or _negated(s, cue)
        or _doubted(s, before)
        or _ill(s, ahead)
        or _other_sense(s, cue)
    )


def _noun_prefix(s: SentenceLinks, cue: Cue) -> bool:
    """A preposition in front makes it a noun, no verb: اعترف بقتل."""
    prefix = s.reading.words.word(cue.first).removesuffix(cue.form)
    return cue.role in ("passive", "active", "taken") and any(letter in prefix for letter in "با")


def _doubted(s: SentenceLinks, before: range) -> bool:
    """Whether a word of intent, threat or trial governs the harm: nothing between tells of what did happen."""
    for i in before:
        if s.reading.has(i, "unreal", "charge"):
            return True
        harm = s.reading.has(i, "harm")
        if s.reading.stops(i) or s.reading.has(i, "past", "break") or (harm and harm.role != "fall"):
            return False
    return False


def _negated(s: SentenceLinks, cue: Cue) -> bool:
    """لم يقتل الجندي: no harm, unless an exception follows (لم يقتل سوى اثنين)."""
    if cue.role not in ("passive", "active") or s.reading.words.word(cue.first - 1) not in _NOT:
        return False
    return not any(s.reading.words.word(i) in word_classes()["except"] for i in range(cue.last, cue.last + 6))


def _ill(s: SentenceLinks, ahead: range) -> bool:
    return s.reading.within(ahead.start, ahead.stop, "disease")


def _other_sense(s: SentenceLinks, cue: Cue) -> bool:
    """قضى على is "put an end to", وصفت is "described"; the families of the victims are not captives."""
    lasting = cue.form.startswith("قض") and (s.reading.has(cue.last, "lasting") or _for_a_time(s, cue))
    at_once = s.reading.words.word(cue.last + 1) in ("الفور", "اثر")
    risen = cue.form.startswith("ارتق") and any(s.reading.words.word(i) == "الي" for i in range(cue.last, cue.last + 4))
    described = cue.form == "صفت" and s.reading.words.word(cue.first).startswith("و")
    prison = cue.harm == "captured" and cue.role == "masdar" and s.reading.words.word(cue.first - 1) in _PRISONS
    if described or risen or prison:
        return True
    return bool(lasting and not at_once) or bool(s.reading.has(cue.first, "kin")) or _lost(s, cue)


def _for_a_time(s: SentenceLinks, cue: Cue) -> bool:
    """قضى الرجل عامين في السجن: to spend time is not to perish."""
    near = (s.reading.numbers.get(i) for i in range(cue.last, cue.last + 4))
    nouns = (counted_noun(fold_key(number.unit)) for number in near if number and number.unit)
    return any(noun and noun.noun.kind == "time" for noun in nouns)


def _lost(s: SentenceLinks, cue: Cue) -> bool:
    """To lose one's life or home is not to be missing: فقد 14 شخصا حياتهم."""
    if cue.harm != "missing" or cue.last - cue.first > 1 or not cue.form.startswith("فقد") or cue.role != "passive":
        return False
    ahead = takewhile(lambda i: not s.reading.stops(i), range(cue.last, min(cue.last + 8, s.last)))
    own = ("هم", "هما", "ته", "تها", "تهن")
    return not s.phrases.get(cue.last) or any(
        s.reading.words.word(i).endswith(own) and not s.reading.has(i, "subset") for i in ahead
    )
