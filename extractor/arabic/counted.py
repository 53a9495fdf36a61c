"""What a number counts, and the word that says so: fifteen attacks are not fifteen dead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.arabic.casualties import CasualtyMention
from extractor.arabic.cues import word_classes
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import NumberMention
from extractor.arabic.nouns import counted_noun

Thing = Literal["killed", "injured", "missing", "captured", "killed_or_injured", "attacks", "munitions", "fighters",
                "troops", "displaced", "people", "vehicles", "sites", "time", "distance", "age", "money",
                "name", "other"]  # fmt: skip

_BY_CLASS: dict[str, Thing] = {
    "person": "people", "victim": "people", "group": "other", "attack": "attacks", "munition": "munitions",
    "vehicle": "vehicles", "site": "sites", "admin": "sites", "time": "time", "distance": "distance", "money": "money",
}  # fmt: skip
_AGE_REACH = 20


@dataclass(frozen=True, slots=True)
class CountedThing:
    """The kind of thing a number counts, and the range of the noun or cue that says so (None where no word does)."""

    thing: Thing
    start: int | None
    end: int | None


def counted_thing(text: str, number: NumberMention, casualties: Sequence[CasualtyMention]) -> CountedThing:
    """What a number counts: the harm of the casualty statement that uses it, else the class of its noun."""
    for casualty in casualties:
        if casualty.number is not None and casualty.number.start == number.start:
            return CountedThing(casualty.harm, casualty.cue_start, casualty.cue_end)
    if number.kind != "quantity":
        return CountedThing("time" if number.kind == "year" else "other", None, None)
    if number.unit is None or number.unit_start is None:
        return CountedThing("other", None, None)
    thing = _thing(number.unit)
    before = fold_key(text[max(0, number.start - _AGE_REACH) : number.start])
    if thing == "time" and word_classes()["age"] & set(before.split()):
        thing = "age"
    return CountedThing(thing, number.unit_start, number.unit_end)


def _thing(unit: str) -> Thing:
    noun = counted_noun(fold_key(unit))
    if noun is None:
        return "other"
    lemma = fold_key(noun.noun.lemma)
    if lemma in word_classes()["displaced"]:
        return "displaced"
    if lemma in word_classes()["not_attacks"]:
        return "other"
    if noun.noun.kind == "military_person":
        return "troops" if lemma in word_classes()["troops"] else "fighters"
    return _BY_CLASS.get(noun.noun.kind, "other")
