"""A record and its text as the data of one page: the article in segments, a card an item, findings in words. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.report.cards import Field, body, mention_title
from extractor.report.characters import Piece, census
from extractor.report.segments import MENTION, Mark, Segment, segments
from extractor.report.wording import sentence
from extractor.validators.quotes import spans
from schemas.base import Span
from schemas.items import KINDS
from schemas.record import ArticleInfo, Finding, Level, Mention, Record
from schemas.state import Item, State

KIND_NAMES = {"incidents": "incident", "casualties": "casualty", "claims": "claim", "aggregates": "aggregate"}
"""The lists of a record, and what one entry of each is called on a page (`data-kind`)."""
UNUSED = "unused"
"""The state of a mention that no item uses (`data-state`)."""


@dataclass(frozen=True, slots=True)
class Said:
    """A finding in plain language; `message` is what the rule says of this very case."""

    rule: str
    level: str
    field: str
    sentence: str
    message: str
    words: Span | None


@dataclass(frozen=True, slots=True)
class Card:
    """One item, or one mention that no item uses; `number` counts the cards of a page from 1.

    `placed` says whether any of its words stand in the article where they should; only then is there a place to go to.
    """

    number: int
    key: str
    kind: str
    state: str
    title: str
    fields: tuple[Field, ...]
    quotes: tuple[Span, ...]
    findings: tuple[Said, ...]
    placed: bool

    @property
    def widest(self) -> tuple[Span, ...]:
        """The quotes that lie in no other one: what a person has to read."""
        return tuple(
            a for a in self.quotes if not any(a != b and b.start <= a.start and a.end <= b.end for b in self.quotes)
        )

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that say something of it, each once."""
        return tuple(dict.fromkeys(said.rule for said in self.findings))


@dataclass(frozen=True, slots=True)
class ArticleView:
    """Everything that the page of one article shows."""

    info: ArticleInfo
    status: str
    error: str
    segments: tuple[Segment, ...]
    cards: tuple[Card, ...]
    unused: tuple[Card, ...]
    findings: tuple[Said, ...]
    odd: tuple[tuple[Piece, int], ...]
    provenance: tuple[tuple[str, str], ...]

    def count(self, kind: str, state: str = "") -> int:
        """How many cards of a kind, in a state where one is named."""
        return sum(card.kind == kind and state in ("", card.state) for card in self.cards)

    def rules(self) -> list[tuple[str, int]]:
        """The rules with findings on this page and how many cards each touches, the most frequent first."""
        return Counter(rule for card in self.cards for rule in card.rules).most_common()

    def by_id(self, key: str) -> Card | None:
        """The card of an item, where the record holds it."""
        return next((card for card in self.cards if card.key == key), None)


def article_view(record: Record, text: str) -> ArticleView:
    """The page of a record; `text` is the one that its spans index."""
    told = [(kind, item) for kind in KINDS for item in getattr(record, kind)]
    ids = {item.id for _, item in told}
    cards = [_item_card(n, KIND_NAMES[kind], item, record, text) for n, (kind, item) in enumerate(told, 1)]
    unused = [_mention_card(n, mention, text) for n, mention in enumerate(record.unused_mentions, len(cards) + 1)]
    marks = [mark for card, (_, item) in zip(cards, told, strict=True) for mark in _item_marks(card, item, text)]
    marks += [_mark(card, card.quotes[0], "") for card in unused if card.placed]
    pointed = [(f.span.start, f.span.end) for f in record.findings if f.span and stands(f.span, text)]
    return ArticleView(
        info=record.article,
        status=record.status.value,
        error=f"{record.error.kind}: {record.error.message}" if record.error else "",
        segments=tuple(segments(text, marks, pointed)),
        cards=tuple(cards),
        unused=tuple(unused),
        findings=tuple(_said(finding) for finding in record.findings if finding.item not in ids),
        odd=tuple(census(text)),
        provenance=tuple((name, _listed(value)) for name, value in record.provenance if value),
    )


def stands(span: Span, text: str) -> bool:
    """Whether a quote stands in the text where it says; others are shown on their card alone."""
    return text[span.start : span.end] == span.quote


def in_doubt(record: Record) -> int:
    """How many items of a record wait for a person or were refused."""
    return sum(item.state is not State.ACCEPTED for kind in KINDS for item in getattr(record, kind))


def _item_card(number: int, kind: str, item: Item, record: Record, text: str) -> Card:
    shown = body(item)
    said = tuple(_said(finding) for finding in record.findings if finding.item == item.id)
    worst_first = tuple(sorted(said, key=lambda each: _SEVERITY[each.level]))
    placed = any(stands(span, text) for span in spans(item))
    return Card(
        number, item.id, kind, item.state.value, shown.title, shown.fields, tuple(item.evidence), worst_first, placed
    )


_SEVERITY = {Level.REJECT.value: 0, Level.REVIEW.value: 1, Level.NOTE.value: 2}


def _mention_card(number: int, mention: Mention, text: str) -> Card:
    key = f"{mention.type}:{mention.start}:{mention.end}"
    placed = mention.start < mention.end and text[mention.start : mention.end] == mention.raw
    words = (Span(start=mention.start, end=mention.end, quote=mention.raw),) if placed else ()
    return Card(number, key, MENTION, UNUSED, mention_title(mention), (), words, (), placed)


def _item_marks(card: Card, item: Item, text: str) -> Iterator[Mark]:
    for name in type(item).model_fields:
        found = (span for span in spans([getattr(item, name)]) if stands(span, text))
        yield from (_mark(card, span, "" if name == "evidence" else name) for span in found)


def _mark(card: Card, span: Span, field: str) -> Mark:
    return Mark(span.start, span.end, card.number, card.key, card.kind, card.state, field)


def _said(finding: Finding) -> Said:
    return Said(finding.rule, finding.level.value, finding.field, sentence(finding), finding.message, finding.span)


def _listed(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value)
