"""The whole test: every kind of error and of harmless rewrite, in every accepted item, counted by what became of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

from extractor.arabic.fold import fold_key
from extractor.selftest import place_errors, rewrites, text_errors, value_errors, word_errors
from extractor.selftest.outcomes import Outcome, outcome
from extractor.selftest.planted import Bed, Plant, Planted
from extractor.selftest.subject import Subject


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change; `of` is value or link (errors), words or article (rewrites)."""

    name: str
    of: str
    plant: Plant


@dataclass(frozen=True, slots=True)
class Row:
    """What became of the changes of one kind, or of several."""

    kind: str
    of: str
    outcomes: Mapping[Outcome, int]

    @property
    def planted(self) -> int:
        """How many there were."""
        return sum(self.outcomes.values())

    @property
    def accepted(self) -> int:
        """How many ended accepted with other values than the untouched item: an error escaped."""
        return self.outcomes.get(Outcome.ACCEPTED, 0)

    @property
    def caught(self) -> int:
        """How many were rejected, or became no item."""
        return self.outcomes.get(Outcome.REJECTED, 0) + self.outcomes.get(Outcome.NO_ITEM, 0)

    @property
    def review(self) -> int:
        """How many went to a person."""
        return self.outcomes.get(Outcome.REVIEW, 0)

    @property
    def mended(self) -> int:
        """How many ended accepted with the untouched values."""
        return self.outcomes.get(Outcome.MENDED, 0)

    @property
    def rate(self) -> float | None:
        """The share of errors that escaped, or of rewrites that ended anywhere but accepted; None of none."""
        wrong = self.accepted if self.of in ERRORS else self.caught + self.review
        return wrong / self.planted if self.planted else None


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one run; `items` counts the accepted items, `untouched` those accepted again from their draft."""

    seed: int
    records: int
    items: int
    untouched: int
    rows: tuple[Row, ...]

    def of(self, *sorts: str) -> tuple[Row, ...]:
        """The rows of some sorts, and one for all of them together."""
        rows = tuple(row for row in self.rows if row.of in sorts)
        outcomes: Counter[Outcome] = Counter()
        for row in rows:
            outcomes.update(row.outcomes)
        return (*rows, Row("all", sorts[0], outcomes))


ERRORS = ("value", "link")
REWRITES = ("words", "article")
PLANTED: tuple[Kind, ...] = (
    *(
        Kind(plant.__name__, "value", plant)
        for plant in (*word_errors.VALUES, *place_errors.VALUES, *text_errors.VALUES, *value_errors.VALUES)
    ),
    *(Kind(plant.__name__, "link", plant) for plant in (*word_errors.LINKS, *place_errors.LINKS)),
    *(Kind(n, "words", partial(rewrites.rewritten_words, rewrite=r)) for n, r in rewrites.OF_WORDS.items()),
    *(Kind(n, "article", partial(rewrites.rewritten_article, rewrite=r)) for n, r in rewrites.OF_ARTICLES.items()),
)


def selftest(subjects: Sequence[Subject], seed: int) -> Report:
    """Plant, ground, check and count. Pure: the same subjects and seed give the same figures."""
    outcomes: dict[Kind, Counter[Outcome]] = {kind: Counter() for kind in PLANTED}
    for subject, kind, planted in plantings(subjects, seed, PLANTED):
        outcomes[kind][outcome(subject, planted)] += 1
    trusted = sum(len(subject.trusted) for subject in subjects)
    untouched = sum(len(subject.places) for subject in subjects)
    rows = tuple(Row(kind.name, kind.of, found) for kind, found in outcomes.items())
    return Report(seed, len(subjects), trusted, untouched, rows)


def plantings(subjects: Sequence[Subject], seed: int, kinds: Iterable[Kind]) -> Iterator[tuple[Subject, Kind, Planted]]:
    """Every change of some kinds, article by article; each article and kind has a seed of its own."""
    chosen = tuple(kinds)
    for subject in subjects:
        foreign = _foreign(subject, subjects)
        for kind in chosen:
            bed = Bed(subject, Random(f"{seed}:{subject.article}:{kind.of}:{kind.name}"), foreign)
            for planted in kind.plant(bed):
                yield subject, kind, planted


def _foreign(subject: Subject, subjects: Sequence[Subject]) -> tuple[str, ...]:
    """The places of the other articles that this one does not name."""
    text = fold_key(subject.seen.text)
    names = dict.fromkeys(p.raw for other in subjects if other is not subject for p in other.seen.places)
    return tuple(name for name in names if fold_key(name) not in text)


def report_data(report: Report) -> dict[str, Any]:
    """The report as plain data: a row for each kind, rates from 0 to 1 or null."""
    rows = [*report.of("value")[:-1], *report.of("link")[:-1], *report.of(*REWRITES)[:-1]]
    totals = {"values": report.of("value")[-1], "links": report.of("link")[-1], "rewrites": report.of(*REWRITES)[-1]}
    return {
        "seed": report.seed,
        "records": report.records,
        "items": report.items,
        "untouched_accepted": report.untouched,
        "totals": {name: _plain(row) for name, row in totals.items()},
        "kinds": [{"kind": row.kind, "of": row.of, **_plain(row)} for row in rows],
    }


def _plain(row: Row) -> dict[str, Any]:
    rate = "escape_rate" if row.of in ERRORS else "false_reject_rate"
    counts = {name.value: row.outcomes.get(name, 0) for name in Outcome}
    return {"planted": row.planted, **counts, rate: row.rate}
