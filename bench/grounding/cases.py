"""From gold to cases: right drafts, the errors and rewrites that `extractor selftest` plants in them, and what a peer
is given in place of each. Our own verdict comes from the same planting, through the functions of `selftest`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from bench.grounding.protocol import Item, Leaf, Request
from extractor.arabic.numerals import scan_numbers
from extractor.arabic.scan import scan
from extractor.articles import read_articles
from extractor.errors import ExtractorError
from extractor.gold import draft_of, read_gold
from extractor.selftest.planted import Planted
from extractor.selftest.report import PLANTED, REWRITES, plantings
from extractor.selftest.subject import Place, Subject

GROUPS = {
    "words": (
        "digit_changed", "date_changed", "word_changed", "place_of_another_article", "quote_changed", "example_leaked",
    ),
    "figures": ("computed_figure",),
    "days": ("day_off_by_one", "day_off_by_a_year"),
    "borrowed": (
        "number_of_another_sentence", "attacks_as_deaths", "date_of_another_event", "neighbouring_place",
        "place_of_the_sentence", "speaker_swapped",
    ),
    "labels": ("harm_swapped", "negation_dropped", "denial_swapped", "metric_swapped", "attack_swapped"),
}  # fmt: skip
"""What an error needs to be seen: the text alone, the figure, the day, the sentence around it, the label.

Errors that only a stored record can have (moved offsets, broken ids, duplicates, parts) are no case: a peer has no such
fields.
"""
_GROUP = {name: group for group, names in GROUPS.items() for name in names}
_FIELDS = {
    "incidents": ("date", "places", "attackers", "targets", "munitions"),
    "casualties": ("words", "who"),
    "claims": ("speaker",),
    "aggregates": ("words",),
}
_FIGURED = {"incidents": ("munitions", "munitions"), "casualties": ("words", "count"), "aggregates": ("words", "total")}


@dataclass(frozen=True)
class Case:
    """One planted change (None: the item as it stands) and what a peer is asked in its place."""

    subject: Subject
    kind: str
    group: str
    planted: Planted | None
    request: Request

    @property
    def harmless(self) -> bool:
        """Whether refusing it is wrong; else accepting it is."""
        return self.group == "rewrites"


def subjects(articles: Path, gold: Path) -> list[Subject]:
    """Every article with a gold file, its right draft, and all entries open to planting.

    Raises:
        ExtractorError: an article or gold file cannot be read.
    """
    found = []
    for article in read_articles([str(articles)]):
        if isinstance(article, ExtractorError):
            raise article
        file = gold / f"{article.info.id}.json"
        if file.exists():
            right = read_gold(file)
            seen = scan(article.text, right.published)
            draft = draft_of(right, seen)
            entries = frozenset((kind, n) for kind in _FIELDS for n in range(len(getattr(draft, kind))))
            found.append(Subject(article.info.id, seen, draft, entries))
    return found


def cases(found: Sequence[Subject], seed: int, most: int) -> list[Case]:
    """Every untouched item, then at most so many changes of each kind, drawn by the seed, kind after kind in turn."""
    by_kind: dict[str, list[Case]] = {}
    for case in _planted(found, seed):
        by_kind.setdefault(case.kind, []).append(case)
    drawn = [Random(f"{seed}:{kind}").sample(row, min(most, len(row))) for kind, row in by_kind.items()]
    return [*_untouched(found), *(row[n] for n in range(most) for row in drawn if n < len(row))]


def whole(subject: Subject) -> Request:
    """All untouched items of an article in one request: what is timed."""
    items = [_item(subject, where, _entry(subject.draft, where)) for where in sorted(subject.places)]
    return Request(text=subject.seen.text, items=items)


def _untouched(found: Sequence[Subject]) -> Iterator[Case]:
    for subject in found:
        for where in subject.places:
            item = _item(subject, where, _entry(subject.draft, where))
            yield Case(subject, "untouched", "rewrites", None, Request(text=subject.seen.text, items=[item]))


def _planted(found: Sequence[Subject], seed: int) -> Iterator[Case]:
    kinds = [kind for kind in PLANTED if kind.name in _GROUP or kind.of in REWRITES]
    for subject, kind, planted in plantings(found, seed, kinds):
        group = _GROUP.get(kind.name, "rewrites")
        name = f"{kind.name} of the article" if kind.of == "article" else kind.name
        yield Case(subject, name, group, planted, _request(subject, planted, harmless=group == "rewrites"))


def _request(subject: Subject, planted: Planted, *, harmless: bool) -> Request:
    draft = planted.draft or subject.draft
    item = _item(subject, planted.where, _entry(draft, planted.where))
    if planted.items is not None:
        _set_values(item, planted)
    elif not harmless:
        for leaf in item["leaves"]:
            if leaf["words"] == planted.after and leaf["figure"] is not None:
                leaf["figure"] = _read(leaf["words"])
    return Request(text=planted.text or subject.seen.text, items=[item])


def _set_values(item: Item, planted: Planted) -> None:
    """The values of a changed record: its figures and its quote."""
    assert planted.items is not None
    stored: Any = next(i for i in planted.items.all() if i.id == planted.item)
    item["quote"] = stored.evidence[0].quote
    figured = _FIGURED.get(planted.where[0], ("", ""))
    for leaf in item["leaves"]:
        if leaf["field"] == figured[0] and leaf["figure"] is not None:
            leaf["figure"] = getattr(stored, figured[1]).low


def _item(subject: Subject, where: Place, entry: Any) -> Item:
    """An entry of a draft as a peer's user has it; the quote is the item's own, or the sentence that it points at."""
    stored: Any = subject.untouched.item(where)
    moved = entry.s != _entry(subject.draft, where).s
    sentence = subject.seen.sentence(entry.s) if moved else None
    quote = subject.seen.text[sentence.start : sentence.end] if sentence else stored.evidence[0].quote
    field, attribute = _FIGURED.get(where[0], ("", ""))
    figure = getattr(getattr(stored, attribute, None), "low", None)
    return Item(leaves=list(_leaves(where[0], entry, field, figure)), quote=quote)


def _leaves(kind: str, entry: Any, figured: str, figure: int | None) -> Iterator[Leaf]:
    for field in _FIELDS[kind]:
        value = getattr(entry, field)
        for words in value if isinstance(value, list) else [value]:
            if words:
                yield Leaf(field=field, words=words, figure=figure if field == figured else None)


def _entry(draft: Any, where: Place) -> Any:
    return getattr(draft, where[0])[where[1]]


def _read(words: str) -> int | None:
    """The figure that a model would write beside planted words."""
    return next((int(n.low) for n in scan_numbers(words) if n.low is not None), None)
