"""Errors of the article itself, which the draft copies faithfully: a total that is not the sum of its parts."""

from collections.abc import Iterator
from typing import Any

from extractor.selftest.planted import Bed, Planted
from extractor.selftest.subject import redrafted
from schemas.casualty import Casualty

_WRITTEN = frozenset({"digits", "words", "mixed"})


def total_not_the_sum(bed: Bed) -> Iterator[Planted]:
    """A whole in the article and in the draft, one less than the parts that the article breaks it into."""
    text, draft = bed.subject.seen.text, bed.subject.draft
    for kind, field in (("casualties", "count"), ("aggregates", "total")):
        for where, item in bed.subject.items(kind):
            span, parts = getattr(item, field).evidence, sum(_parts(bed, item))
            numbers = (n for n in bed.subject.seen.numbers if span.start <= n.start and n.end <= span.end)
            number = next((n for n in numbers if n.form in _WRITTEN), None)
            if number and parts > 1:
                less = str(parts - 1)
                words = text[span.start : number.start] + less + text[number.end : span.end]
                rewritten = text[: number.start] + less + text[number.end :]
                yield Planted(where, field, number.raw, less, redrafted(draft, where, words=words), text=rewritten)


def _parts(bed: Bed, whole: Any) -> Iterator[int]:
    """The figures told as parts of a whole: of one harm, or in its sentence."""
    if isinstance(whole, Casualty):
        parts = (k for k in bed.subject.untouched.items.casualties if k.subset_of == whole.id and k.harm is whole.harm)
        yield from (k.count.low or 0 for k in parts)
        return
    home = bed.subject.seen.sentence_at(whole.total.evidence.start)
    for total in bed.subject.seen.totals:
        if total.rule == "part" and home and whole.total.evidence.end <= total.start < home.end:
            yield total.low or 0


VALUES = (total_not_the_sum,)
