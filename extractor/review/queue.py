"""What a person looks at next: what is in doubt first. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.judging import of_people
from extractor.review.folding import Folded, Standing
from schemas.items import KINDS
from schemas.record import Record
from schemas.state import State


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review of one article is; `name` is its name in addresses.

    `doubtful` counts what the checks or two people leave to a person, `unused` the statements of harm that no item
    uses, `lost` the decisions that could not be kept. It is `done` where every item is decided; without
    items, where somebody has noted so.
    """

    name: str
    article: str
    title: str
    items: int
    decided: int
    doubtful: int
    conflicts: int
    unused: int
    lost: int
    done: bool

    @property
    def open(self) -> tuple[str, ...]:
        """What waits for a person, in words."""
        counts = (
            (self.conflicts, "disagreed on"),
            (self.doubtful - self.conflicts, "in doubt"),
            (self.lost, "decisions lost" if self.lost > 1 else "decision lost"),
            (self.unused, "unused words of harm"),
        )
        return tuple(f"{count} {what}" for count, what in counts if count)


def progress(name: str, record: Record, folded: Folded) -> Progress:
    """How far an article is; `record` is the reviewed one."""
    decided = sum(standing.decided is not None for standing in folded.standings)
    return Progress(
        name=name,
        article=record.article.id,
        title=record.article.title or "",
        items=len(folded.standings),
        decided=decided,
        doubtful=len(doubtful(record, folded)),
        conflicts=sum(bool(standing.conflicts) for standing in folded.standings),
        unused=sum(map(of_people, record.unused_mentions)),
        lost=len(folded.lost),
        done=decided == len(folded.standings) and bool(decided or folded.notes),
    )


def doubtful(record: Record, folded: Folded) -> set[str]:
    """The undecided items that the checks do not accept, on which people disagree, or of which a correction was lost.

    `record` is the reviewed one.
    """
    states = {item.id: item.state for kind in KINDS for item in getattr(record, kind)}
    open_items = (standing for standing in folded.standings if not standing.decided)
    return {s.item.id for s in open_items if s.conflicts or s.waits or states[s.item.id] is not State.ACCEPTED}


def in_order(found: Sequence[Progress]) -> list[Progress]:
    """Articles by what is open: where people disagree, then in doubt, then undecided; what is done comes last."""
    return sorted(found, key=lambda p: (p.done, -p.conflicts, -p.doubtful, -p.lost, -p.unused, p.article))


def next_item(record: Record, folded: Folded, after: str = "") -> str:
    """The next undecided item of an article in text order, in doubt where any is; "" where all are decided."""
    doubts = doubtful(record, folded)
    waiting = sorted((s for s in folded.standings if not s.decided), key=_begin)
    waiting = [s for s in waiting if s.item.id in doubts] or waiting
    current = folded.find(after)
    later = [s for s in waiting if current and _begin(s) > _begin(current)]
    return next((s.item.id for s in later or waiting), "")


def _begin(standing: Standing) -> tuple[int, str]:
    return standing.item.evidence[0].start if standing.item.evidence else 0, standing.item.id
