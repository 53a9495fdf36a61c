"""The personal name in the phrase of a speaker, among titles, ranks and appositions."""

from collections.abc import Sequence
from functools import lru_cache

from extractor.arabic.actor_lexicon import state_of
from extractor.arabic.given_names import given_names
from extractor.arabic.speech import bare, find_cue, is_a, is_noun_of, word_class

_NAME_PARTS = frozenset(("عبد", "ابو", "ابي", "بن", "ابن", "ال", "ام", "دي", "فون", "فان"))
_MAX_NAME = 4
_OPENING = {"(": ")", "[": "]", '"': '"', "'": "'"}
_PAUSES = frozenset(",،:.\"'()[]-")
STOPS = word_class("no_names")


def person_in(keys: Sequence[str], start: int, stop: int, named: frozenset[int]) -> tuple[int, int] | None:
    """The first personal name in a phrase of titles, ranks, names and appositions."""
    i, titled = start, False
    while i < stop:
        word = keys[i]
        if word in _OPENING:
            i = _closing(keys, i, stop)
        elif _role(word) == "opener" or (_role(word) == "relative" and not titled):
            return None
        elif titled and _ends_as_name(keys, i, stop):
            return i, i + 2
        elif _role(word) == "title":
            titled = True
        elif i not in named and (i == start or (titled and not is_a(keys[i - 1], "prepositions"))):
            end = _name_end(keys, i, stop, named)
            if _is_name(keys, start, i, end):
                return i, end
        i += 1
    return None


@lru_cache(maxsize=2048)
def _role(word: str) -> str | None:
    """What a word is to the phrase of a speaker: it ends it, or says that a name may follow."""
    if is_a(word, "openers"):
        return "opener"
    if is_a(word, "relatives"):
        return "relative"
    return "title" if is_noun_of(word, "titles") or word in word_class("ranks") else None


def _ends_as_name(keys: Sequence[str], i: int, stop: int) -> bool:
    """Whether a title word is a given name here: before a family name in ال…ي that ends the phrase (أمين الهاشمي)."""
    family = keys[i + 1] if i + 1 < stop else ""
    closed = i + 2 >= len(keys) or keys[i + 2] in _PAUSES or is_a(keys[i + 2], "openers")
    return closed and keys[i] in ("امين", "امير", "حاكم") and family.startswith("ال") and family.endswith("ي")


def _closing(keys: Sequence[str], i: int, stop: int) -> int:
    """The word that closes what opens at `i`, or `i` itself."""
    closing = _OPENING[keys[i]]
    return next((k for k in range(i + 1, min(i + 10, stop)) if keys[k] == closing), i)


@lru_cache(maxsize=2048)
def _could_be_named(word: str) -> bool:
    """Whether a word may stand in a personal name: letters, of no class of function or common words."""
    if not word.isalpha() or len(word) < 2 or word in STOPS:
        return False
    classes = ("prepositions", "relatives", "adverbs", "openers", "event_nouns", "source_words", "self_words")
    return not any(is_a(word, name) for name in classes)


def _name_end(keys: Sequence[str], i: int, stop: int, named: frozenset[int]) -> int:
    """One past a personal name that begins at `i`; `i` itself when none can."""
    first = keys[i]
    common = ("complements", "organizations", "media", "statements", "bare_heads", "titles", "recipients")
    if first == "باسم" and i > 0 and is_noun_of(keys[i - 1], "titles"):
        return i  # المتحدث باسم
    odd = first.startswith("ال") or any(
        is_noun_of(first, name) or bare(first[1:]) in word_class(name) for name in common
    )
    if (odd or (first[0] == "ل" and i and keys[i - 1].startswith("ال"))) and first not in given_names():
        return i
    apposed = keys[max(0, i - 1)] in ",،" and i + 2 < len(keys) and keys[i + 2] in ",،"
    ali = first == "علي" and i + 1 < stop and (apposed or _names_behind_ali(keys[i + 1]))
    if not ali and (not _could_be_named(first) or (state_of(first) and first not in given_names())):
        return i
    end, limit = i + 1, i + _MAX_NAME
    while end < min(stop, limit) and _goes_on(keys, end, named):
        limit += keys[end] in _NAME_PARTS
        end += 1
    return end


def _names_behind_ali(word: str) -> bool:
    return word in given_names() or (len(word) > 3 and word.endswith("ي") and not word.startswith("ال"))


def _goes_on(keys: Sequence[str], k: int, named: frozenset[int]) -> bool:
    word = keys[k]
    family = word.startswith("ال") and word.endswith("ي") and k + 1 not in named
    if k in named and k - 1 not in named and family:
        return True  # عبد الملك الحوثي
    if keys[k - 1] in _NAME_PARTS and k not in named and word.isalpha():
        return True  # عبد الملك: ملك is no title here
    if (
        word == "علي"
        and k not in named
        and (k + 1 >= len(keys) or keys[k + 1] in _PAUSES or is_a(keys[k + 1], "openers"))
    ):
        return True  # nothing follows that a preposition could govern
    if k in named or not _could_be_named(word) or word in word_class("ranks") or word in ("وهو", "وهي", "وهم", "وهما"):
        return False
    if is_noun_of(word, "titles") or is_noun_of(word, "complements") or word.startswith(("لل", "بال")):
        return False
    if word[0] in "ول" and word not in given_names() and bare(word[1:]) in word_class("recipients"):
        return False
    return find_cue(keys, k) is None and not is_noun_of(word, "bare_heads")


def _is_name(keys: Sequence[str], start: int, i: int, end: int) -> bool:
    """Whether the words `i:end` are a name: a given name, a rank in front, or a definite title before two words."""
    if end == i or (end == i + 1 and not (i > start and keys[i - 1] in word_class("ranks"))):
        return False
    given = given_names()
    if keys[i] in given or (
        i > start + 2
        and keys[i + 1] in given
        and is_a(keys[i - 2], "prepositions")
        and not is_noun_of(keys[i - 1], "complements")
    ):
        return True  # the second: a name behind a place, مدير الأمن في جلولاء هجار إبراهيم
    if i == start:
        return end < len(keys) and is_noun_of(keys[end], "titles")
    before = keys[i - 1]
    return (
        before in word_class("ranks")
        or before in (")", '"', ",", "،")
        or (before.startswith("ال") and not is_a(before, "relatives"))
    )
