"""The noun phrase of a speaker: where it ends, the personal name in it, and its fullest form elsewhere in the text."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.arabic.actor_lexicon import state_of
from extractor.arabic.speech import bare, find_cue, is_a, is_noun_of, relayed, unjoined, word_class

_QUOTES = frozenset("\"'")
_OPENING = {"(": ")", "[": "]", '"': '"', "'": "'"}
_NAME_PARTS = frozenset(("عبد", "ابو", "ابي", "بن", "ابن", "ال", "ام", "دي", "فون", "فان"))
_LINKED_HEADS = frozenset(("موال", "موالي", "مواليه", "مقرب", "مقربه", "تابع", "تابعه", "موالون", "موالين"))
_MAX_WORDS = 9
_MAX_PHRASE = 30
_MAX_NAME = 4
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
    if start >= stop:
        return None
    person = _person(keys, start, min(stop, start + _MAX_PHRASE), named)
    if person:
        return Speaker(*person, cut=cut if person[0] == start else 0, person=True, head=start)
    inner = _quoted_name(keys, start, stop)
    if inner:
        return Speaker(*inner, head=start)
    if not keys[start][0].isalpha() or is_a(keys[start], "prepositions") or is_a(keys[start], "openers"):
        return None
    return Speaker(start, _phrase_end(keys, start, min(stop, start + _MAX_WORDS)), cut, head=start)


def _skip_lead(keys: Sequence[str], i: int, stop: int) -> int:
    while i < stop and (
        keys[i] in ("كل", "قد", "كان", "كانت", "وكان", "وكانت", "عن", "#", "ايضا") or is_a(keys[i], "adverbs")
    ):
        i += 1
    return i


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
    for at in range(i, min(i + 5, stop)):
        word = keys[at]
        if word == "عن" and at + 1 < stop:
            return at + 1, 0
        if word == "ل" and at + 1 < stop:
            return at + 1, 0
        if word.startswith("ل") and len(word) > 3 and word != "لما":
            return at, 0 if word.startswith("لل") else 1
        if at == i and (word.startswith("ال") or is_noun_of(word, "organizations") or word in _QUOTES):
            return None if word.endswith(("يه", "ي")) and state_of(word) is None else (at, 0)
        if relayed(word) or word[:1] in "،,.":
            return None
    return None


def _quoted_name(keys: Sequence[str], start: int, stop: int) -> tuple[int, int] | None:
    """The words inside a short quote that opens the phrase, or follows a media noun (صحيفة "…")."""
    at = start + 1 if is_noun_of(keys[start], "media") and start + 1 < stop else start
    if keys[at] not in _QUOTES:
        return None
    for end in range(at + 2, min(at + 2 + _MAX_QUOTED, len(keys))):
        if keys[end] in _QUOTES:
            return at + 1, end
    return None


def _phrase_end(keys: Sequence[str], start: int, stop: int) -> int:
    """One past the noun phrase that begins at a head noun."""
    end = _noun_run(keys, start, start + 1, stop)
    head = bare(keys[start])
    short = end == start + 1 and end + 1 < stop
    if (
        short
        and head in word_class("bare_heads")
        and keys[end] in ("في", "من")
        and keys[start] == unjoined(keys[start])
    ):
        return _noun_run(keys, start, end + 2, stop)
    return end


def _noun_run(keys: Sequence[str], head: int, i: int, stop: int) -> int:
    while i < stop and not _ends_phrase(keys, head, i):
        i += 1
        if i < stop and keys[i] in _QUOTES and i == head + 1:
            closing = next((k for k in range(i + 1, min(i + _MAX_QUOTED, stop)) if keys[k] in _QUOTES), None)
            i = closing + 1 if closing else i
    return i


def _ends_phrase(keys: Sequence[str], head: int, i: int) -> bool:
    word = keys[i]
    if not word[0].isalnum() or word == "ل":
        return word not in ("#", "_")
    if any(is_a(word, name) for name in ("prepositions", "relatives", "adverbs", "openers")) or word == "عدم":
        return True
    if is_noun_of(keys[i], "titles") and not _may_hold_title(keys[head]):
        return True
    if _ends_by_preposition(keys, head, i) or (is_a(word, "media") and bare(keys[head]) in word_class("bare_heads")):
        return True
    cue = find_cue(keys, i)
    return cue is not None and cue.form == "finite"


def _ends_by_preposition(keys: Sequence[str], head: int, i: int) -> bool:
    """Whether a word begins with ب or ل that leads away from the phrase: to a place, or to whom is spoken."""
    word = keys[i]
    if word.startswith("بال"):
        return True
    if not word.startswith("ل"):
        return False
    if bare(word) in word_class("recipients") or bare(word[1:]) in word_class("recipients"):
        return True
    return word.startswith("لل") and not _takes_dative(keys, head, i)


def _may_hold_title(head: str) -> bool:
    return any(
        is_noun_of(head, name) for name in ("titles", "organizations", "bare_heads", "complements", "statements")
    )


def _takes_dative(keys: Sequence[str], head: int, i: int) -> bool:
    """Whether a phrase may go on with ل: organizations (المرصد السوري لحقوق …), allegiances (موال للنظام)."""
    return is_noun_of(keys[head], "organizations") or keys[i - 1] in _LINKED_HEADS


def _person(keys: Sequence[str], start: int, stop: int, named: frozenset[int]) -> tuple[int, int] | None:
    """The first personal name in a phrase of titles, ranks, names and appositions."""
    i, titled = start, False
    while i < stop:
        word = keys[i]
        if word in _OPENING:
            i = _closing(keys, i, stop)
        elif is_a(word, "openers") or (is_a(word, "relatives") and not titled):
            return None
        elif is_noun_of(word, "titles") or word in word_class("ranks"):
            titled = True
        elif i not in named and (titled or i == start):
            end = _name_end(keys, i, stop, named)
            if _is_name(keys, start, i, end):
                return i, end
        i += 1
    return None


def _closing(keys: Sequence[str], i: int, stop: int) -> int:
    """The word that closes what opens at `i`, or `i` itself."""
    closing = _OPENING[keys[i]]
    return next((k for k in range(i + 1, min(i + 10, stop)) if keys[k] == closing), i)


def _could_be_named(word: str) -> bool:
    """Whether a word may stand in a personal name: letters, of no class of function or common words."""
    if not word.isalpha() or len(word) < 2:
        return False
    classes = ("prepositions", "relatives", "adverbs", "openers", "event_nouns", "source_words", "self_words")
    return not any(is_a(word, name) for name in classes)


def _name_end(keys: Sequence[str], i: int, stop: int, named: frozenset[int]) -> int:
    """One past a personal name that begins at `i`; `i` itself when none can."""
    first = keys[i]
    common = ("complements", "organizations", "media", "statements", "bare_heads", "titles", "recipients")
    odd = first.startswith("ال") or any(
        is_noun_of(first, name) or bare(first[1:]) in word_class(name) for name in common
    )
    if odd and first not in word_class("given_names"):
        return i
    if not _could_be_named(first) or (state_of(first) and first not in word_class("given_names")):
        return i
    end, limit = i + 1, i + _MAX_NAME
    while end < min(stop, limit) and _goes_on(keys, end, named):
        limit += keys[end] in _NAME_PARTS
        end += 1
    return end


def _goes_on(keys: Sequence[str], k: int, named: frozenset[int]) -> bool:
    word = keys[k]
    if k in named or not _could_be_named(word) or word in word_class("ranks"):
        return False
    if is_noun_of(word, "titles") or is_noun_of(word, "complements") or word.startswith(("لل", "بال")):
        return False
    if word[0] in "ول" and word not in word_class("given_names") and bare(word[1:]) in word_class("recipients"):
        return False
    return find_cue(keys, k) is None and not is_noun_of(word, "bare_heads")


def _is_name(keys: Sequence[str], start: int, i: int, end: int) -> bool:
    """Whether the words `i:end` are a name: a given name, a rank in front, or a definite title before two words."""
    if end == i or (end == i + 1 and not (i > start and keys[i - 1] in word_class("ranks"))):
        return False
    if keys[i] in word_class("given_names"):
        return True
    if i == start:
        return end < len(keys) and is_noun_of(keys[end], "titles")
    before = keys[i - 1]
    return before in word_class("ranks") or before in (")", '"', ",", "،") or before.startswith("ال")
