"""A record and the decisions about it to the reviewed record: the checks run again, a person's verdict goes over them.

Findings say who decided what, so that a reviewed record explains itself: `review.accept`, `review.reject`,
`review.add`, `review.correct`, `review.note`, and `review.conflict` where two people disagree. What they settled points
at nothing that they rejected: `review.unlinked` says so.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar, cast

from extractor.arabic.scan import scan
from extractor.diff.ties import REFERENCES
from extractor.judging import record_status, unused_mentions, with_states
from extractor.review.folding import Folded, Standing
from extractor.review.history import contradiction, root, told
from extractor.validators.rules import RULES_VERSION, check
from schemas.decision import Decision, Verb
from schemas.items import KINDS, Items
from schemas.record import Finding, Level, Mention, Record, RecordStatus
from schemas.state import Item, State

I = TypeVar("I", bound=Item)  # noqa: E741 - the item type
_DRAFTING = "drafting."
_SETTLED = ("review.accept", "review.reject", "review.add")
CONFLICT = "review.conflict"
_LINKS = "items.links"
_GONE = "What it pointed at was rejected."


def reviewed(record: Record, text: str, folded: Folded, by: Sequence[str]) -> Record:
    """The record with what people decided; as it is where nobody has decided anything (`by` is empty)."""
    if not by:
        return record
    seen = scan(text, record.article.published)
    refused = {s.item.id for s in folded.standings if s.decided and s.decided.verb is Verb.REJECT}
    items, unlinked = _unlinked(folded, refused)
    found = [f for f in check(seen, items) if f.item in refused] + check(seen, _without(items, refused))
    found = [_explained(finding, refused) for finding in found]
    findings = [*_of_drafting(record, folded), *found, *_said(folded), *unlinked]
    judged = with_states(items, findings)
    ruled = _ruled(judged, {s.item.id: s for s in folded.standings})
    unused = unused_mentions(seen, _without(items, refused))
    provenance = {"rules_version": RULES_VERSION, "reviewed_by": tuple(sorted(set(by)))}
    return record.model_copy(
        update={
            "status": _status(record, folded, ruled, findings, unused),
            "error": None if folded.standings else record.error,
            **{kind: list(getattr(ruled, kind)) for kind in KINDS},
            "findings": findings,
            "unused_mentions": unused,
            "provenance": record.provenance.model_copy(update=provenance),
        }
    )


def is_decided(record: Record) -> bool:
    """Whether people have decided on every item of a record; one without items by a note, which says that it is so."""
    settled = {f.item for f in record.findings if f.rule in _SETTLED}
    contested = any(f.rule == CONFLICT for f in record.findings)
    names = {item.id for kind in KINDS for item in getattr(record, kind)}
    return bool(record.provenance.reviewed_by) and names <= settled and not contested


def undecided(record: Record) -> int:
    """How many items of a record nobody has decided on, or not with one voice."""
    settled = {f.item for f in record.findings if f.rule in _SETTLED}
    contested = {f.item for f in record.findings if f.rule == CONFLICT}
    names = {item.id for kind in KINDS for item in getattr(record, kind)}
    return len(names - settled | names & contested)


def _status(
    record: Record, folded: Folded, items: Items, findings: Sequence[Finding], unused: Sequence[Mention]
) -> RecordStatus:
    if not folded.standings:
        return record.status
    if all(standing.decided for standing in folded.standings):
        return RecordStatus.ACCEPTED
    return record_status(items, findings, unused)


def _ruled(items: Items, standings: dict[str, Standing]) -> Items:
    """The items in the states that people gave them, the others in those of the checks."""

    def kind(judged: Sequence[I]) -> tuple[I, ...]:
        return tuple(_in_state(item, standings[item.id].decided) for item in judged)

    return Items(kind(items.incidents), kind(items.casualties), kind(items.claims), kind(items.aggregates))


def _in_state(item: I, decided: Decision | None) -> I:
    if decided is None:
        return item
    state = State.REJECTED if decided.verb is Verb.REJECT else State.ACCEPTED
    return item.model_copy(update={"state": state})


def _without(items: Items, names: set[str]) -> Items:
    kept = {kind: tuple(item for item in getattr(items, kind) if item.id not in names) for kind in KINDS}
    return Items(**cast(dict[str, Any], kept))


def _unlinked(folded: Folded, refused: set[str]) -> tuple[Items, list[Finding]]:
    """The items, those that people settled without links to what they rejected, and a finding for each such link."""
    lists: dict[str, list[Item]] = {kind: [] for kind in KINDS}
    findings = []
    for standing in folded.standings:
        item = standing.item
        kept = {name: _kept(getattr(item, name), refused) for name in REFERENCES if hasattr(item, name)}
        dropped = [name for name in kept if kept[name] != getattr(item, name)] if standing.decided else []
        if standing.decided and dropped:
            item = item.model_copy(update=kept)
            findings += [
                _finding(item.id, standing.decided, "review.unlinked", Level.NOTE, _GONE, name) for name in dropped
            ]
        lists[standing.kind].append(item)
    return Items(**cast(dict[str, Any], {kind: tuple(found) for kind, found in lists.items()})), findings


def _explained(finding: Finding, refused: set[str]) -> Finding:
    """A finding; where it is of a link to a rejected item, which stands on the page all the same, it says so."""
    name = next((each for each in refused if f" {each} " in finding.message), None)
    if finding.rule != _LINKS or name is None:
        return finding
    return finding.model_copy(update={"message": f"{name} was rejected; correct this link, or reject the item, too."})


def _kept(link: Any, refused: set[str]) -> Any:
    if isinstance(link, list):
        return [each for each in link if getattr(each, "id", each) not in refused]
    return None if link in refused else link


def _of_drafting(record: Record, folded: Folded) -> list[Finding]:
    """What drafting said, but for fields that a person has corrected since."""
    corrected = {(s.item.id, root(decision)) for s in folded.standings for decision in s.corrections}
    drafted = (f for f in record.findings if f.rule.startswith(_DRAFTING))
    return [f for f in drafted if (f.item, f.field.partition(".")[0]) not in corrected]


def _said(folded: Folded) -> Iterator[Finding]:
    for standing in folded.standings:
        name = standing.item.id
        for a, b in standing.conflicts:
            yield _finding(name, a, CONFLICT, Level.REVIEW, contradiction((a, b)))
        spoken = [*standing.corrections, *standing.notes, *([standing.decided] if standing.decided else [])]
        for decision in spoken:
            yield _finding(name, decision, f"review.{decision.verb.value}", Level.NOTE, told(decision))
    for decision in folded.notes:
        yield _finding("", decision, "review.note", Level.NOTE, told(decision))


def _finding(item: str, decision: Decision, rule: str, level: Level, message: str, field: str = "") -> Finding:
    words = decision.choice.words if decision.choice else None
    name = field or root(decision)
    return Finding(item=item, field=name, rule=rule, rule_version=1, level=level, message=message, span=words)
