"""What decisions knew of each other: which is undone, which had seen which, which contradict each other. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from schemas.decision import Decision, Verb

VERDICTS = (Verb.ACCEPT, Verb.REJECT)
Conflict = tuple[Decision, Decision]


def undone(decisions: Sequence[Decision]) -> set[str]:
    """The ids of what was undone; an undo that was undone itself undoes nothing."""
    found: set[str] = set()
    for decision in reversed(decisions):
        if decision.undoes is not None and decision.id not in found:
            found.add(decision.undoes)
    return found


def known_to(heads: Collection[str], decisions: Mapping[str, Decision]) -> set[str]:
    """The ids of those decisions and of all that were in view when they were made, and so on back."""
    known: set[str] = set()
    open_ids = [name for name in heads if name in decisions]
    while open_ids:
        name = open_ids.pop()
        if name not in known:
            known.add(name)
            open_ids += [earlier for earlier in decisions[name].seen if earlier in decisions]
    return known


def heads(decisions: Sequence[Decision]) -> tuple[str, ...]:
    """The decisions on one item that no other one has seen: what a page that shows the item has in view."""
    by_id = {decision.id: decision for decision in decisions}
    seen = {name for decision in decisions for name in decision.seen}
    return tuple(name for name in by_id if name not in seen)


def conflicts(decisions: Sequence[Decision]) -> Iterator[Conflict]:
    """The pairs on one item that were made without sight of each other, say different things, and stand unsettled."""
    by_id = {decision.id: decision for decision in decisions}
    known = {name: known_to(decision.seen, by_id) for name, decision in by_id.items()}
    for a, b in combinations(decisions, 2):
        apart = a.id not in known[b.id] and b.id not in known[a.id]
        if apart and _disagree(a, b) and not any({a.id, b.id} <= known[c.id] and _settles(c, a, b) for c in decisions):
            yield a, b


def root(decision: Decision) -> str:
    """The field that was corrected, without the entry of its list."""
    return decision.choice.field.partition(".")[0] if decision.choice else ""


def meaning(value: Any) -> Any:
    """What a JSON value says, without the places in the text that it was read from."""
    if isinstance(value, dict):
        if "name_en" in value:  # a row of the gazetteer
            return value["id"]
        return {key: meaning(part) for key, part in value.items() if key != "evidence"}
    return [meaning(part) for part in value] if isinstance(value, list) else value


_DONE = {Verb.ACCEPT: "accepted", Verb.REJECT: "rejected", Verb.ADD: "added", Verb.NOTE: "noted", Verb.UNDO: "undid"}


def told(decision: Decision) -> str:
    """Who did what when, and why, in one sentence."""
    done = f"corrected {root(decision)}" if decision.verb is Verb.CORRECT else _DONE[decision.verb]
    said = f"{decision.by} {done} on {decision.at:%Y-%m-%d %H:%M}"
    return f"{said}: {decision.reason}" if decision.reason else f"{said}."


def contradiction(conflict: Conflict) -> str:
    """What two people decided without sight of each other."""
    a, b = (told(decision).rstrip(".") for decision in conflict)
    return f"{a}, but {b}; decide again, having seen both."


def _disagree(a: Decision, b: Decision) -> bool:
    if a.verb in VERDICTS and b.verb in VERDICTS:
        return a.verb is not b.verb
    if a.verb is Verb.CORRECT and b.verb is Verb.CORRECT:
        return root(a) == root(b) and meaning(a.new) != meaning(b.new)
    return {a.verb, b.verb} <= {*VERDICTS, Verb.CORRECT}


def _settles(later: Decision, a: Decision, b: Decision) -> bool:
    if later.verb in VERDICTS:
        return True
    return later.verb is a.verb is b.verb is Verb.CORRECT and root(later) == root(a)
