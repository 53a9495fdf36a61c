"""What a number counts, and the word that says so: fifteen attacks are not fifteen dead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.arabic.casualties import CasualtyMention
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import NumberMention
from extractor.arabic.nouns import counted_noun

Thing = Literal["killed", "injured", "missing", "captured", "killed_or_injured", "attacks", "munitions", "fighters", "troops",
                "displaced", "people", "vehicles", "sites", "time", "distance", "age", "money", "name", "other"]  # fmt: skip

_BY_CLASS: dict[str, Thing] = {
    "person": "people", "victim": "people", "group": "other", "attack": "attacks", "munition": "munitions",
    "vehicle": "vehicles", "site": "sites", "admin": "sites", "time": "time", "distance": "distance", "money": "money",
}  # fmt: skip
_TROOPS = frozenset(
    fold_key(word) for word in "جندي جندية مجند مجندة عسكري ضابط عقيد عميد نقيب ملازم رقيب عريف جنرال مظلي طيار".split()
)
_DISPLACED = frozenset(fold_key(word) for word in "نازح نازحة لاجئ لاجئة مهجر مشرد عائد".split())
_NOT_ATTACKS = frozenset(fold_key(word) for word in "انفجار حادث حادثة واقعة محاولة جولة هدف جريمة تسلل إنزال".split())
_AGE_BEFORE = frozenset(fold_key(word) for word in "عمره عمرها أعمارهم العمر عمر سن".split())


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
    if thing == "time" and _AGE_BEFORE & set(fold_key(text[max(0, number.start - 20) : number.start]).split()):
        thing = "age"
    return CountedThing(thing, number.unit_start, number.unit_end)


def _thing(unit: str) -> Thing:
    noun = counted_noun(fold_key(unit))
    if noun is None:
        return "other"
    lemma = fold_key(noun.noun.lemma)
    if lemma in _DISPLACED:
        return "displaced"
    if lemma in _NOT_ATTACKS:
        return "other"
    if noun.noun.kind == "military_person":
        return "troops" if lemma in _TROOPS else "fighters"
    return _BY_CLASS.get(noun.noun.kind, "other")
