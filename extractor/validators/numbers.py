"""A figure is the one that its raw words say, and it counts what its slot says: 15 attacks are not 15 dead."""

from collections.abc import Iterator

from extractor.arabic.casualties import CasualtyMention
from extractor.arabic.counted import counted_thing
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import NumberMention
from extractor.arabic.nouns import counted_noun
from extractor.arabic.scan import Scan
from extractor.validators.case import Case, Problem, Rule, reach, read_at
from schemas.casualty import CasualtyStatus
from schemas.quantity import Quantity
from schemas.record import Level
from schemas.state import Item

_NO_PEOPLE = frozenset({"attacks", "munitions", "vehicles", "sites", "time", "distance", "age", "money", "name"})
_NO_MUNITIONS = frozenset({"sites", "time", "distance", "age", "money", "name", "people", "fighters", "troops",
                           "displaced", "killed", "injured", "missing", "captured", "killed_or_injured"})  # fmt: skip
_STRIKES = frozenset(
    {fold_key("ضربة"), fold_key("غارة")}
)  # the guideline counts them as munitions used, not explosions
_FIGURED = frozenset({CasualtyStatus.COUNTED, CasualtyStatus.POSSIBLE_ONLY})


def _value(case: Case) -> Iterator[Problem]:
    """The figure is one that was read there, and so are its bound, form and unit."""
    for item, field, quantity in _quantities(case):
        read = _read(case.scan, quantity)
        if _figure(quantity) not in {_figure(one) for one in read} and (read or _figure(quantity) != (None, None)):
            said = " or ".join(sorted({_written(one) for one in read})) or "no figure"
            message = f"«{quantity.raw}» says {said}, not {_written(quantity)}."
            yield Problem(item.id, field, Level.REJECT, message, quantity.evidence)
        elif read and _wording(quantity) not in {_wording(one) for one in read}:
            said = " or ".join(sorted({", ".join(map(str, _wording(one))) for one in read}))
            message = f"«{quantity.raw}» is read as {said}, not {', '.join(map(str, _wording(quantity)))}."
            yield Problem(item.id, field, Level.REJECT, message, quantity.evidence)


def _read(seen: Scan, quantity: Quantity) -> list[CasualtyMention | NumberMention]:
    """What the scanners read at a quantity's words; where they read nothing only an open count fits."""
    harmed = read_at(seen.casualties, quantity.evidence)
    numbers = read_at(seen.numbers, quantity.evidence)
    return [*harmed, *(n for n in numbers if not (harmed and n.rule == "whole"))]  # 9 من أصل 12: the 12 were not harmed


def _figure(read: CasualtyMention | NumberMention | Quantity) -> tuple[float | int | None, float | int | None]:
    return read.low, read.high


def _wording(read: CasualtyMention | NumberMention | Quantity) -> tuple[str, str | None, str | None]:
    return str(read.bound), read.form and str(read.form), read.unit


def _written(read: CasualtyMention | NumberMention | Quantity) -> str:
    return f"{read.low}..{read.high}"


def _quantities(case: Case) -> Iterator[tuple[Item, str, Quantity]]:
    for casualty in case.items.casualties:
        if casualty.status in _FIGURED:
            yield casualty, "count", casualty.count
    for incident in case.items.incidents:
        if incident.munitions:
            yield incident, "munitions", incident.munitions
    for aggregate in case.items.aggregates:
        yield aggregate, "total", aggregate.total


def _inside(case: Case) -> Iterator[Problem]:
    """A figure stands in its item's evidence; that of munitions in a sentence of it."""
    counts = [(k, "count", k.count) for k in case.items.casualties if k.status not in _FIGURED]
    for item, field, quantity in (*_quantities(case), *counts):
        where = reach(quantity.evidence)
        if any(e.start <= where[0] and where[1] <= e.end for e in item.evidence):
            continue
        munitions = field == "munitions"
        if not munitions or case.line(where[0]) not in case.lines(item):
            message = f"«{quantity.raw}» does not stand in the words that the item quotes."
            level = Level.REVIEW if munitions else Level.REJECT
            yield Problem(item.id, field, level, message, quantity.evidence)


def _counted(case: Case) -> Iterator[Problem]:
    for item in case.items.casualties:
        if item.status in _FIGURED and (thing := _thing(case.scan, item.count, ())) in _NO_PEOPLE:
            message = f"«{item.count.raw}» counts {thing}, not people."
            yield Problem(item.id, "count", Level.REJECT, message, item.count.evidence)
    for incident in case.items.incidents:
        if incident.munitions and (thing := _no_munitions(case.scan, incident.munitions)):
            message = f"«{incident.munitions.raw}» counts {thing}, not munitions."
            yield Problem(incident.id, "munitions", Level.REJECT, message, incident.munitions.evidence)


def _thing(seen: Scan, quantity: Quantity, casualties: tuple[()] | None = None) -> str | None:
    number = next(iter(read_at(seen.numbers, quantity.evidence)), None)
    return (
        counted_thing(seen.text, number, seen.casualties if casualties is None else casualties).thing
        if number
        else None
    )


def _no_munitions(seen: Scan, quantity: Quantity) -> str | None:
    thing = _thing(seen, quantity)
    noun = counted_noun(fold_key(quantity.unit or ""))
    struck = noun is not None and fold_key(noun.noun.lemma) in _STRIKES
    return thing if thing in _NO_MUNITIONS or (thing == "attacks" and not struck) else None


RULES = (Rule("numbers.value", 4, _value), Rule("numbers.inside", 1, _inside), Rule("numbers.counted", 3, _counted))
