"""What the decisions about an article say together of each of its items. Pure.

They are taken in the order of their file. A verdict holds for the values that the person saw: where a later run, or an
undo, has changed them, it is lost and named. Of two that contradict each other unseen the earlier one stands, and no
verdict holds until somebody who has seen both decides.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from extractor.arabic.scan import scan
from extractor.diff.matching import Names
from extractor.diff.ties import REFERENCES, renamed
from extractor.errors import WrongChoice
from extractor.review.adding import added
from extractor.review.correcting import checked, corrected
from extractor.review.fields import field_json, field_of
from extractor.review.history import VERDICTS, Conflict, conflicts, heads, meaning, root, undone
from extractor.review.placing import placed
from schemas.decision import Choice, Decision, ItemKind, Verb
from schemas.items import KINDS, Items
from schemas.record import Record
from schemas.state import Item

GONE = "no item stands on its words any more"
CHANGED = "the item says something else than what was decided on"
UNREAD = "what was chosen is no value of it any more"
REREAD = "its words are read otherwise now"


@dataclass(frozen=True, slots=True)
class Lost:
    """A decision that cannot be kept, and why."""

    decision: Decision
    why: str


@dataclass(frozen=True, slots=True)
class Standing:
    """An item with its corrections, and what was decided on it; `added` is the decision that it comes from.

    It `waits` where a correction was lost: whoever made it did not mean the value that stands there now.

    `about` are all decisions on it, undone ones and undos, too; `heads` of them are those that no other has seen.
    """

    kind: ItemKind
    item: Item
    added: Decision | None = None
    verdict: Decision | None = None
    corrections: tuple[Decision, ...] = ()
    notes: tuple[Decision, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    about: tuple[Decision, ...] = ()
    waits: bool = False

    @property
    def heads(self) -> tuple[str, ...]:
        """What a page that shows the item has in view."""
        return heads(self.about)

    @property
    def decided(self) -> Decision | None:
        """The decision that settles the item: a verdict, or that a person added it."""
        return None if self.conflicts or self.waits else self.verdict or self.added


@dataclass(frozen=True, slots=True)
class Folded:
    """Every item of an article kind by kind, the decisions that were lost, and the notes on the whole article."""

    standings: tuple[Standing, ...]
    lost: tuple[Lost, ...] = ()
    notes: tuple[Decision, ...] = ()

    def find(self, name: str) -> Standing | None:
        """The item of an id."""
        return next((standing for standing in self.standings if standing.item.id == name), None)

    def items(self) -> Items:
        """The items with their corrections."""
        lists = {kind: tuple(s.item for s in self.standings if s.kind == kind) for kind in KINDS}
        return Items(**cast(dict[str, Any], lists))


@dataclass(slots=True)
class _Article:
    """One article while its decisions are taken: `names` are today's ids by the hash of the record decided on."""

    record: Record
    text: str
    names: dict[str, dict[str, str]]
    gone: set[str]
    lost: list[Lost] = field(default_factory=list)

    def lose(self, decision: Decision, why: str) -> None:
        self.lost.append(Lost(decision, why))

    def names_in(self, decision: Decision) -> Names:
        return self.names[decision.record_sha256]


def fold(record: Record, sha256: str, text: str, decisions: Sequence[Decision]) -> Folded:
    """Take the decisions about a record; `sha256` is that of its file, `text` its article."""
    base = {item.id: Standing(cast(ItemKind, kind), item) for kind in KINDS for item in getattr(record, kind)}
    if not decisions:
        return Folded(tuple(base.values()))
    article = _Article(record, text, placed(record, sha256, decisions), undone(decisions))
    added_ids = _add(article, base, decisions)
    about = _about(article, decisions, added_ids)
    items = Folded(tuple(base.values())).items()
    standings = [_taken(article, standing, about[name], items) for name, standing in base.items()]
    notes = tuple(d for d in decisions if d.verb is Verb.NOTE and d.item is None and d.id not in article.gone)
    order = {decision.id: number for number, decision in enumerate(decisions)}
    article.lost.sort(key=lambda lost: order[lost.decision.id])
    return Folded(tuple(_in_text_order(standings)), tuple(article.lost), notes)


def _add(article: _Article, base: dict[str, Standing], decisions: Sequence[Decision]) -> dict[str, str]:
    """Put what people added among the items; today's id of each by its decision."""
    ids: dict[str, str] = {}
    for decision in decisions:
        if decision.verb is Verb.ADD and decision.id not in article.gone:
            standing = _found_since(article, base, decision) or _made(article, base, decision)
            if standing:
                ids[decision.id] = standing.item.id
                base[standing.item.id] = standing
                article.names[decision.record_sha256].setdefault(cast(Item, decision.item).id, standing.item.id)
    return ids


def _found_since(article: _Article, base: Mapping[str, Standing], decision: Decision) -> Standing | None:
    """The same item where a later run has found it, too."""
    item = cast(Item, decision.item)
    said = _says(item, article.names_in(decision))
    drafted = (s for s in base.values() if s.kind == decision.kind and s.added is None)
    same = (s for s in drafted if s.item.evidence[0] == item.evidence[0] and _says(s.item) == said)
    return next((replace(standing, added=decision) for standing in same), None)


def _made(article: _Article, base: Mapping[str, Standing], decision: Decision) -> Standing | None:
    kind, choice = cast(ItemKind, decision.kind), cast(Choice, decision.choice)
    try:
        new = checked(added(scan(article.text, article.record.article.published), kind, choice, base.keys()))
    except WrongChoice:
        article.lose(decision, GONE)
        return None
    if _says(new) != _says(cast(Item, decision.item)):
        article.lose(decision, REREAD)
        return None
    return Standing(kind, new, added=decision)


def _about(
    article: _Article, decisions: Sequence[Decision], added_ids: Mapping[str, str]
) -> defaultdict[str, list[Decision]]:
    """The decisions on each item of today, undone ones and undos, too."""
    found: defaultdict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.item is None:
            continue
        source = decision.id if decision.verb is Verb.ADD else decision.added_by
        name = added_ids.get(source) if source else article.names_in(decision).get(decision.item.id)
        if name:
            found[name].append(decision)
        elif source is None and decision.id not in article.gone and decision.verb in (Verb.ACCEPT, Verb.CORRECT):
            article.lose(decision, GONE)
    return found


def _taken(article: _Article, standing: Standing, about: Sequence[Decision], items: Items) -> Standing:
    """An item with the decisions about it."""
    alive = [decision for decision in about if decision.id not in article.gone]
    contested = tuple(conflicts(alive))
    passed_over = {later.id for _, later in contested}
    notes = tuple(d for d in alive if d.verb is Verb.NOTE)
    now = replace(standing, notes=notes, conflicts=contested, about=tuple(about))
    for decision in alive:
        if decision.id not in passed_over:
            now = _after(article, now, decision, items)
    return now


def _after(article: _Article, now: Standing, decision: Decision, items: Items) -> Standing:
    names = article.names_in(decision)
    if decision.verb in VERDICTS:
        if _says(now.item) == _says(cast(Item, decision.item), names):
            return replace(now, verdict=decision, waits=False)
        article.lose(decision, CHANGED)
    elif decision.verb is Verb.CORRECT:
        item = _corrected(article, now.item, decision, items)
        if item is None:
            return replace(now, waits=now.verdict is None or now.verdict.verb is not Verb.REJECT)
        return replace(now, item=item, corrections=(*now.corrections, decision))
    return now


def _corrected(article: _Article, item: Item, decision: Decision, items: Items) -> Item | None:
    """The item with a correction, read from the article again: a person's figure is grounded like any other."""
    choice, names = cast(Choice, decision.choice), article.names_in(decision)
    name = root(decision)
    before = _field(item, name)
    if _field_said(name, decision.new, names) == before:
        return item
    as_it_was = _field_said(name, decision.old, names) == before
    try:
        _, taken, entry = field_of(item, choice.field)
        if entry is not None and not as_it_was:
            article.lose(decision, CHANGED)
            return None
        value = names.get(choice.value, choice.value) if taken.links and choice.value else choice.value
        seen = scan(article.text, article.record.article.published)
        new = checked(corrected(seen, items, item, choice.model_copy(update={"value": value})))
    except WrongChoice:
        article.lose(decision, UNREAD)
        return None
    if (as_it_was or not taken.many) and _field(new, name) != _field_said(name, decision.new, names):
        article.lose(decision, REREAD)
        return None
    return new


def _field(item: Item, name: str) -> Any:
    return _field_said(name, field_json(item, name), {})


def _field_said(name: str, value: Any, names: Names) -> Any:
    return renamed(value, names) if name in REFERENCES else meaning(value)


def _says(item: Item, names: Names | None = None) -> dict[str, Any]:
    """What an item says; the ids that it refers to as today's record gives them."""
    values: dict[str, Any] = item.model_dump(mode="json", exclude={"id", "state", "evidence"})
    return {name: _field_said(name, value, names or {}) for name, value in values.items()}


def _in_text_order(standings: Sequence[Standing]) -> Iterator[Standing]:
    """Kind by kind; what was added goes before the first item of its kind that begins later."""
    for kind in KINDS:
        listed = [s for s in standings if s.kind == kind and not s.added]
        for new in (s for s in standings if s.kind == kind and s.added):
            later = (n for n, s in enumerate(listed) if s.item.evidence[0].start > new.item.evidence[0].start)
            listed.insert(next(later, len(listed)), new)
        yield from listed
