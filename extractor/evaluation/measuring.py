"""One article measured: counts that add up over articles, and each fact that was missed or invented."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from extractor.arabic.sentences import split_sentences
from extractor.batch.ledger_rows import Run
from extractor.evaluation.matching import Fact, Pairs, matches
from extractor.evaluation.names import any_same
from extractor.gold import gold_of
from schemas.gold import Gold, GoldCasualty, GoldIncident
from schemas.items import KINDS
from schemas.record import Record
from schemas.state import Item, State

Tally = Counter[str]
"""Named counts of one article, or of many."""

_ENOUGH = 30  # characters of evidence that find its sentence; the evidence of an item may be several quotes joined


@dataclass(frozen=True, slots=True)
class Miss:
    """A fact of gold that no item tells (`missed`), or an item that tells no fact of gold (`wrong`) and its state.

    `sentence` is the one that the fact's evidence starts in.
    """

    kind: str
    what: Literal["missed", "wrong"]
    state: State | None
    fact: Fact
    sentence: str


@dataclass(frozen=True, slots=True)
class Measured:
    """One article against its gold."""

    article: str
    tally: Tally
    misses: tuple[Miss, ...]


def measure(gold: Gold, record: Record | None, text: str, run: Run | None) -> Measured:
    """Compare a record with gold; a record that is missing counts as an empty one.

    Items that were rejected do not count as found, but as right or wrong where trust is measured.
    """
    found = _Found.of(record) if record else _Found.nothing(gold)
    pairs = matches(gold, found.without(State.REJECTED).facts)
    tally = Tally({"articles": 1, "missing": record is None})
    tally.update(_facts(gold, found.without(State.REJECTED), pairs, ("found", "matched")))
    sure = found.without(State.REJECTED, State.REVIEW)
    tally.update(_facts(gold, sure, matches(gold, sure.facts), ("accepted", "accepted_matched")))
    tally.update(_fields(gold, found.without(State.REJECTED).facts, pairs))
    tally.update(_trust(found, matches(gold, found.facts)))
    tally.update(_grounded(record, text) if record else {})
    tally.update(_cost(run) if run else {})
    return Measured(gold.article, tally, tuple(_misses(gold, found.without(State.REJECTED), pairs, text)))


@dataclass(frozen=True, slots=True)
class _Found:
    """The items of a record as facts, and the state of each by kind."""

    facts: Gold
    states: dict[str, tuple[State, ...]]

    @classmethod
    def of(cls, record: Record) -> "_Found":
        return cls(gold_of(record), {kind: tuple(item.state for item in getattr(record, kind)) for kind in KINDS})

    @classmethod
    def nothing(cls, gold: Gold) -> "_Found":
        return cls(gold.model_copy(update=dict.fromkeys(KINDS, ())), dict.fromkeys(KINDS, ()))

    def without(self, *states: State) -> "_Found":
        kept = {kind: [i for i, s in enumerate(self.states[kind]) if s not in states] for kind in KINDS}
        facts = {kind: tuple(getattr(self.facts, kind)[i] for i in kept[kind]) for kind in KINDS}
        left = {kind: tuple(self.states[kind][i] for i in kept[kind]) for kind in KINDS}
        return _Found(self.facts.model_copy(update=facts), left)


def _facts(gold: Gold, found: _Found, pairs: dict[str, Pairs], names: tuple[str, str]) -> Tally:
    tally = Tally()
    for kind in KINDS:
        if names[0] == "found":
            tally[f"{kind}.gold"] = len(getattr(gold, kind))
        tally[f"{kind}.{names[0]}"] = len(found.states[kind])
        tally[f"{kind}.{names[1]}"] = len(pairs[kind])
    return tally


def _fields(gold: Gold, found: Gold, pairs: dict[str, Pairs]) -> Tally:
    tally = Tally()
    twins: dict[str | None, str | None] = {None: None}
    for i, j in pairs["incidents"]:
        twins[gold.incidents[i].id] = found.incidents[j].id
        tally.update(_rights("incident", _incident_fields(gold.incidents[i], found.incidents[j])))
    for i, j in pairs["casualties"]:
        tally.update(_rights("casualty", _casualty_fields(gold.casualties[i], found.casualties[j], twins)))
    return tally


def _rights(kind: str, right: dict[str, bool]) -> Tally:
    return Tally({f"{kind}.{field}": ok for field, ok in right.items()} | {f"{kind}.pairs": 1})


def _incident_fields(gold: GoldIncident, found: GoldIncident) -> dict[str, bool]:
    days = [(i.date.start, i.date.end) if i.date else (None, None) for i in (gold, found)]
    return {"role": gold.role == found.role, "date": days[0] == days[1], "attacker": _same_sides(gold, found)}


def _same_sides(gold: GoldIncident, found: GoldIncident) -> bool:
    """Gold's first attacker is found, and every one found is of gold; both may have none."""
    met = any_same(gold.attackers[:1], found.attackers) or not gold.attackers
    return met and all(any_same([attacker], gold.attackers) for attacker in found.attackers)


def _casualty_fields(gold: GoldCasualty, found: GoldCasualty, twins: dict[str | None, str | None]) -> dict[str, bool]:
    right = {
        "incident": gold.incident in twins and twins[gold.incident] == found.incident,
        "group": gold.group == found.group,
        "cumulative": gold.cumulative == found.cumulative,
    }
    return right | {"all": all(right.values())}


def _trust(found: _Found, pairs: dict[str, Pairs]) -> Tally:
    """Right and wrong items by state; an item is right where it matches a fact of gold."""
    tally = Tally()
    for kind in KINDS:
        right = {j for _, j in pairs[kind]}
        for j, state in enumerate(found.states[kind]):
            verdict = "right" if j in right else "wrong"
            tally.update({"items": 1, f"items.{state.value}": 1, verdict: 1, f"{verdict}.{state.value}": 1})
    return tally


def _grounded(record: Record, text: str) -> Tally:
    items: list[Item] = [item for kind in KINDS for item in getattr(record, kind) if item.state is not State.REJECTED]
    leaves = [leaf for item in items for leaf in _leaves(item.model_dump())]
    wrong = [words for words, start in leaves if not words.strip() or not _stands(words, start, text)]
    return Tally({"leaves": len(leaves), "leaves.ungrounded": len(wrong)})


def _leaves(node: Any) -> Iterator[tuple[str, int | None]]:
    """The words of every leaf, with their start where they have one."""
    if isinstance(node, list):
        for part in node:
            yield from _leaves(part)
    if isinstance(node, dict):
        if isinstance(node.get("quote"), str):
            yield node["quote"], node["start"]
        if isinstance(node.get("raw"), str):
            yield node["raw"], None
        for part in node.values():
            yield from _leaves(part)


def _stands(words: str, start: int | None, text: str) -> bool:
    return words in text if start is None else text.startswith(words, start)


def _cost(run: Run) -> Tally:
    milliseconds = round(run.seconds * 1000)
    tokens = {"input": run.prompt_tokens, "cached": run.cached_tokens, "output": run.completion_tokens}
    return Tally({"runs": 1, "milliseconds": milliseconds, **{f"tokens.{name}": n for name, n in tokens.items()}})


def _misses(gold: Gold, found: _Found, pairs: dict[str, Pairs], text: str) -> Iterator[Miss]:
    for kind in KINDS:
        told, right = ({pair[side] for pair in pairs[kind]} for side in (0, 1))
        for i, fact in enumerate(getattr(gold, kind)):
            if i not in told:
                yield Miss(kind, "missed", None, fact, _sentence(text, fact))
        for j, fact in enumerate(getattr(found.facts, kind)):
            if j not in right:
                yield Miss(kind, "wrong", found.states[kind][j], fact, _sentence(text, fact))


def _sentence(text: str, fact: Fact) -> str:
    at = text.find(fact.evidence[:_ENOUGH])
    return next((s.text for s in split_sentences(text) if s.start <= at < s.end), fact.evidence)
