"""The noun phrase of a speaker: where it begins, where it ends, the name in quotes or of a person in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.arabic.actor_lexicon import state_of
from extractor.arabic.speaker_names import STOPS, person_in
from extractor.arabic.speech import (
    bare,
    find_cue,
    is_a,
    is_crime,
    is_harm,
    is_noun_of,
    relative_verb,
    relayed,
    unjoined,
    word_class,
)
from extractor.arabic.word_start import cliticised

_QUOTES = frozenset("\"'")
_LINKED_HEADS = frozenset(("موال", "موالي", "مواليه", "مقرب", "مقربه", "تابع", "تابعه", "موالون", "موالين"))
_LEAD = frozenset(("كل", "قد", "كان", "كانت", "وكان", "وكانت", "عن", "#", "ايضا"))
_CALLED = frozenset(("يعرف", "تعرف", "يسمي", "تسمي", "يدعي"))
_SOURCE_LINKS = frozenset(("مقرب", "مقربه", "مقربين", "مقربون", "قريب", "قريبه", "قريبين"))
_MAX_WORDS = 9
_MAX_PHRASE = 30
_MAX_QUOTED = 6


@dataclass(frozen=True, slots=True)
class Speaker:
    """Words `start:end` of a sentence; `cut` letters of the first are a clitic; `head` is where its phrase begins."""

    start: int
    end: int
    cut: int = 0
    person: bool = False
    head: int = 0


def read_speaker(keys: Sequence[str], start: int, stop: int, named: frozenset[int]) -> Speaker | None:
    """The speaker in the words `start:stop`: the personal name where one stands there, else the head noun's phrase.

    `named` holds the words that belong to known actors: no personal name begins in them.
    """
    start, cut = _behind_statement(keys, _skip_lead(keys, start, stop), stop)
    if keys[start : start + 1] == ["لما"]:
        start, cut = behind_called(keys, start, stop), 0  # حسابات تابعة لما يسمى ب
    if start >= stop:
        return None
    person = person_in(keys, start, min(stop, start + _MAX_PHRASE), named)
    if person:
        return Speaker(*person, cut=cut if person[0] == start else 0, person=True, head=start)
    inner = _quoted_name(keys, start, stop)
    if inner:
        return Speaker(*inner, head=start)
    if not keys[start][0].isalpha() or is_a(keys[start], "prepositions") or is_a(keys[start], "openers"):
        return None
    return Speaker(start, _phrase_end(keys, start, min(stop, start + _MAX_WORDS)), cut, head=start)


def _skip_lead(keys: Sequence[str], i: int, stop: int) -> int:
    while i < stop and (keys[i] in _LEAD or keys[i].isdigit() or is_a(keys[i], "adverbs")):
        i += 1
    return behind_called(keys, i, stop)


def behind_called(keys: Sequence[str], i: int, stop: int) -> int:
    """Past `ما يعرف بـ` in front of a name."""
    called = i + 3 < stop and keys[i] in ("ما", "لما") and keys[i + 1] in _CALLED and keys[i + 2] == "ب"
    return i + 3 if called else i


def _behind_statement(keys: Sequence[str], i: int, stop: int) -> tuple[int, int]:
    """Past a noun of statement to whoever makes it: `بيان لوزارة …`, `معلومات المرصد`; (word, letters cut)."""
    at, cut = i, 0
    while at + 1 < stop and is_noun_of(keys[at], "statements"):
        following = _behind_adjectives(keys, at + 1, stop)
        if following is None:
            return at, cut
        at, cut = following
    return at, cut


def _behind_adjectives(keys: Sequence[str], i: int, stop: int) -> tuple[int, int] | None:
    """The maker of a statement that begins at or soon behind word `i`: by ل, by عن, or as its genitive."""
    for at in (k for k in range(i, min(i + 5, stop)) if bare(keys[k]) not in word_class("issued")):
        word = keys[at]
        if word in ("عن", "من") and at + 1 < stop:
            return at + 1, 0
        if word == "ل" and at + 1 < stop:
            return at + 1, 0
        if word.startswith("ل") and len(word) > 3 and word != "لما":
            return at, 0 if word.startswith("لل") else 1
        if at == i and is_noun_of(word, "organizations"):
            return at, 0
        if at == i and word in word_class("event_nouns"):
            return None  # حصيلة الهجوم
        if at == i and (word.startswith("ال") or is_noun_of(word, "organizations") or word in _QUOTES):
            return None if word.endswith(("يه", "ي")) and state_of(word) is None else (at, 0)
        if at + 1 < stop and (relative_verb(word) or word in word_class("makers")):
            return at + 1, 0  # حصيلة أوردها X
        if relayed(word) or word[:1] in "،,.":
            return None
    return None


def _quoted_name(keys: Sequence[str], start: int, stop: int) -> tuple[int, int] | None:
    """The words inside a short quote or bracket that opens the phrase, or ends it behind a medium (صحيفة "…")."""
    at = start + 1 if is_noun_of(keys[start], "media") and start + 1 < stop else start
    end = _closing(keys, at, len(keys))
    if end is None or end == at + 1 or (at > start and end + 1 < stop and keys[end + 1].startswith("ال")):
        return None  # قناة "الوطن" السورية: the adjective is of the whole
    return at + 1, end


def _closing(keys: Sequence[str], i: int, stop: int) -> int | None:
    """The mark that closes the short quote or bracket which opens at `i`."""
    if i >= stop or (keys[i] not in _QUOTES and keys[i] != "("):
        return None
    closing = _QUOTES if keys[i] in _QUOTES else ")"
    return next((k for k in range(i + 1, min(i + 2 + _MAX_QUOTED, stop)) if keys[k] in closing), None)


def _phrase_end(keys: Sequence[str], start: int, stop: int) -> int:
    """One past the noun phrase that begins at a head noun."""
    named = None if keys[start + 1 : start + 2] == ["("] else _closing(keys, start + 1, stop)  # مشروع "جسور"
    end = _noun_run(keys, start, named + 1 if named else start + 1, stop)
    head = bare(keys[start])
    short = end == start + 1 and end + 1 < stop
    indefinite = head in word_class("bare_heads") and keys[start] == unjoined(keys[start])
    if end + 1 < stop and is_noun_of(keys[end + 1], "statements"):
        return end  # المصدر في تصريح
    near = end + 1 < stop and keys[end] == "من" and keys[end - 1] in _SOURCE_LINKS
    inside = indefinite and end + 1 < stop and keys[end] == "في" and bare(keys[end + 1]) in word_class("institutions")
    if near or inside or (short and indefinite and keys[end] in ("في", "من")):
        return _noun_run(keys, start, end + 2 + (keys[end + 1] in _QUOTES), stop)
    if end + 1 < stop and keys[end] == "في" and bare(keys[end + 1]) == "حكومه":  # a ministry of one of two governments
        return _noun_run(keys, start, end + 2, stop)
    return end


def _noun_run(keys: Sequence[str], head: int, i: int, stop: int) -> int:
    while i < stop and not _ends_phrase(keys, head, i) and not _cannot_follow(keys, head, i):
        i += 1
        closing = _closing(keys, i, stop) if is_noun_of(keys[i - 1], "media") else None
        if closing:  # مراسل وكالة "نورث" السورية
            i = closing + 1
            if i < stop and not keys[i].startswith("ال"):
                break
    return i


def _ends_phrase(keys: Sequence[str], head: int, i: int) -> bool:
    word = keys[i]
    if not word[0].isalnum() or word in ("ل", "و"):
        return word not in ("#", "_")
    if (
        any(is_a(word, name) for name in ("prepositions", "relatives", "adverbs", "openers", "source_words"))
        or word in STOPS
    ):
        return True
    if is_noun_of(keys[i], "titles") and not _may_hold_title(keys[head]):
        return True
    if _ends_by_preposition(keys, head, i) or (is_a(word, "media") and bare(keys[head]) in word_class("bare_heads")):
        return True
    if word.startswith("التابع") and bare(keys[head]) != "وزاره" and i > head + 1:
        return True
    cue = find_cue(keys, i)
    return cue is not None and cue.form == "finite"


def _cannot_follow(keys: Sequence[str], head: int, i: int) -> bool:
    """Whether a word without article stands behind one with it: an Arabic noun phrase ends there, titles apart."""
    before, word = keys[i - 1], keys[i]
    if not before.startswith("ال") or not word[0].isalpha() or word[0] in "ولب":
        return False
    titled = is_noun_of(keys[head], "titles") and bare(keys[head]) != "مصدر"
    return not word.startswith("ال") and not titled and not word.isascii()


def _ends_by_preposition(keys: Sequence[str], head: int, i: int) -> bool:
    """Whether a word begins with ب or ل that leads away from the phrase: to a place, or to whom is spoken."""
    word = keys[i]
    if word[0] == "ب" and i < head + 3 and _works_at(keys[head], word[1:]):
        return False  # طبيب بمستشفى المدينة, المسؤول بحركة X
    if word.startswith("بال") or (word[0] == "ب" and word != "باسم" and _thing(word[1:])):
        return True
    if not word.startswith("ل"):
        return False
    if i == head + 1 and keys[head].startswith("المصدر") and cliticised("ل", word[1:]):
        return True  # المصدر لكوردستان
    if bare(word) in word_class("recipients") or bare(word[1:]) in word_class("recipients"):
        return True
    return word.startswith("لل") and not _takes_dative(keys, head, i)


def _works_at(head: str, place: str) -> bool:
    somebody = is_noun_of(head, "titles") or bare(head) in word_class("bare_heads")
    return somebody and bare(place) in word_class("institutions")


def _thing(word: str) -> bool:
    """Whether a word is a noun of places, bodies or deeds, so that a ب in front of it is a preposition."""
    return word in word_class("complements") or is_harm(word) or is_crime(word)


def _may_hold_title(head: str) -> bool:
    return any(
        is_noun_of(head, name) for name in ("titles", "organizations", "bare_heads", "complements", "statements")
    )


def _takes_dative(keys: Sequence[str], head: int, i: int) -> bool:
    """Whether a phrase may go on with ل: organizations (المرصد السوري لحقوق …), allegiances (موال للنظام)."""
    return is_noun_of(keys[head], "organizations") or keys[i - 1] in _LINKED_HEADS
