"""A place is no scene where the words before it make it a home, a destination, a distance or a seat of power."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extractor.arabic.fold import fold_key
from extractor.arabic.nouns import counted_noun
from extractor.arabic.place_words import place_words
from extractor.arabic.scene_words import scene_classes
from extractor.arabic.speech import speech_form
from extractor.build import Range
from extractor.validators.case import Case, Problem, Rule, reach
from schemas.record import Level

_REACH = 90  # code points before a name in which its clause says whose or what it is
_CLAUSE_END = re.compile(r"[،؛.:!؟\n\r]")
_WORD = re.compile(r"\w+")
_AWAY = 8  # words from a verb of distance, transport or travel to the name
_PEOPLE = frozenset(("person", "military_person", "victim"))


def _elsewhere(case: Case) -> Iterator[Problem]:
    for item in case.items.incidents:
        told = sorted(m.end for group in case.attacks_told_in(item.evidence) for m in group.mentions)
        for place in item.places:
            here = reach(place.evidence)
            last = bisect_right(told, here[0])
            if why := _why(case.scan.text, here, told[last - 1] if last else 0):
                message = f"«{place.raw}» is {why}, not where it happened."
                yield Problem(item.id, "places", Level.REVIEW, message, place.evidence)


def _why(text: str, place: Range, told: int) -> str | None:
    """What the words around a name make of it, if no scene; `told` is the end of the last word of attack before it."""
    words = words_before(text, place[0], told)
    bare = words[:-1] if words[-1:] and words[-1] in place_words().heads else words
    if _home(bare):
        return "somebody's home"
    if _behind(words, "taken", "الي"):
        return "where the harmed were brought"
    if _behind(bare, "distant", "عن"):
        return "only the end of a distance"
    if _behind(bare, "journeys", "الي") or _behind(bare, "journeys", "من"):
        return "a station of a journey"
    if bare and not bare[-1].startswith("ال") and "governments" in scene_classes(bare[-1]):
        return "the seat of a government"
    return "who speaks" if _speaks(text, place) else None


def words_before(text: str, start: int, after: int = 0) -> list[str]:
    """The folded words of the clause before an offset, from `after` on; a clitic on the name is none."""
    clause = _CLAUSE_END.split(text[max(after, start - _REACH) : start])[-1]
    words = _WORD.findall(fold_key(clause))
    return words if not clause or clause[-1].isspace() else words[:-1]


def _home(words: Sequence[str]) -> bool:
    """من أهالي X, المنحدر من X, and people of a place (مصور من X)."""
    if not words:
        return False
    if "residents" in scene_classes(words[-1]):
        return words[-2:-1] == ["من"]
    if words[-1] != "من" or len(words) < 2:
        return False
    noun = counted_noun(words[-2])
    return "descent" in scene_classes(words[-2]) or (noun is not None and noun.noun.kind in _PEOPLE)


def _behind(words: Sequence[str], name: str, preposition: str) -> bool:
    """Whether a word of a class, then a preposition, stand among the last words."""
    near = list(words[-_AWAY:])
    first = next((n for n, word in enumerate(near) if name in scene_classes(word)), None)
    return first is not None and preposition in near[first + 1 :]


def _speaks(text: str, place: Range) -> bool:
    """Whether a name that nothing governs has a verb of speech right behind it (وعدن تدين)."""
    before = text[max(0, place[0] - 2) : place[0]]
    if before.strip(' "“«') not in ("", "و", "،و", "،", ".", "\n"):
        return False
    after = _WORD.match(text, place[1] + 1) if text[place[1] : place[1] + 1].isspace() else None
    found = speech_form(fold_key(after.group())) if after else None
    opens = place[0] == 0 or before[-1:] == "و" or before.strip() in ("،", ".")
    return bool(found and found[1] == "finite" and not found[2] and opens)


RULES = (Rule("places.elsewhere", 1, _elsewhere),)
