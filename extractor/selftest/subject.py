"""What an error is planted in: one article with the draft behind its items; and what the code makes of such a draft."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from extractor.arabic.scan import Scan, scan
from extractor.drafting.drafted import Named
from extractor.drafting.grounded import Grounder
from extractor.drafting.single import tied
from extractor.judging import with_states
from extractor.prompting import example_words
from extractor.selftest.drafts import draft_of
from extractor.validators.rules import check
from schemas.draft import Draft
from schemas.items import KINDS, Items
from schemas.record import Finding, Record
from schemas.state import Item, State

Place = tuple[str, int]
"""An entry of a draft: its list and its position there."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The items of a draft with their states, the findings, and which item each entry of the draft became."""

    items: Items
    findings: tuple[Finding, ...]
    named: Named

    def item(self, where: Place) -> Item | None:
        """The item of an entry of the draft; None where none was made of it."""
        name = getattr(self.named, where[0])[where[1]]
        return next((item for item in getattr(self.items, where[0]) if item.id == name), None)


@dataclass(frozen=True, eq=False)
class Subject:
    """One article: its scan, the draft behind its items, and which entries of it the record accepts."""

    article: str
    seen: Scan
    draft: Draft
    trusted: frozenset[Place] = field(default_factory=frozenset)

    @cached_property
    def untouched(self) -> Judged:
        """The draft as it stands, grounded and checked."""
        return judge(self.seen, self.draft)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The trusted entries that are accepted untouched: only there does a verdict say something of a change."""
        return tuple(where for where in sorted(self.trusted) if _accepted(self.untouched.item(where)))

    def entries(self, kind: str) -> Iterator[tuple[Place, Any]]:
        """The entries of one list of the draft in which errors are planted."""
        for where in self.places:
            if where[0] == kind:
                yield where, getattr(self.draft, kind)[where[1]]

    def items(self, kind: str) -> Iterator[tuple[Place, Any]]:
        """The same as items."""
        for where in self.places:
            if where[0] == kind:
                yield where, self.untouched.item(where)


def _accepted(item: Item | None) -> bool:
    return item is not None and item.state is State.ACCEPTED


def subject_of(record: Record, text: str) -> Subject:
    """A stored record as a subject; what counts is which of its items it accepts."""
    items = Items(tuple(record.incidents), tuple(record.casualties), tuple(record.claims), tuple(record.aggregates))
    seen = scan(text, record.article.published)
    accepted = {
        (kind, n) for kind in KINDS for n, item in enumerate(getattr(items, kind)) if item.state is State.ACCEPTED
    }
    return Subject(record.article.id, seen, draft_of(seen, items), frozenset(accepted))


def judge(seen: Scan, draft: Draft) -> Judged:
    """A draft grounded, checked and judged, as the strategy `single` does it with an answer of a model."""
    grounder = Grounder(seen, example_words("single"))
    named = grounder.add(draft)
    items = tied(seen, grounder.items)
    findings = (*grounder.findings, *check(seen, items))
    return Judged(with_states(items, findings), findings, named)


def judge_items(subject: Subject, items: Items) -> Items:
    """Items changed after grounding, checked and judged with what grounding said of them."""
    kept = [f for f in subject.untouched.findings if f.rule.startswith("drafting.")]
    return with_states(items, [*kept, *check(subject.seen, items)])


def redrafted(draft: Draft, where: Place, **changes: Any) -> Draft:
    """A draft with one entry changed."""
    entries = list(getattr(draft, where[0]))
    entries[where[1]] = entries[where[1]].model_copy(update=changes)
    return draft.model_copy(update={where[0]: entries})


def replaced(items: Items, new: Item) -> Items:
    """Items with one exchanged for the item of its id."""
    lines: dict[str, Any] = {kind: tuple(new if i.id == new.id else i for i in getattr(items, kind)) for kind in KINDS}
    return replace(items, **lines)
