"""An item that a person adds: they choose its words and its label, the scanners read all else there."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from extractor.arabic.scan import Scan
from extractor.build import item_id, span
from extractor.drafting import grammar
from extractor.drafting.matching import at
from extractor.drafting.roles import role_of
from extractor.errors import WrongChoice
from extractor.review.fields import LABEL_FIELDS, labels_of
from extractor.review.words import read_quantity, standing
from schemas.aggregate import Aggregate, Metric
from schemas.base import Span
from schemas.casualty import Casualty, CasualtyStatus, Group, Harm, Who
from schemas.claim import Act, Claim, Speaker
from schemas.decision import Choice, ItemKind
from schemas.incident import Incident, IncidentKind, Reality
from schemas.quantity import Quantity
from schemas.state import Item, State

_Builder = Callable[[Scan, Span, str, Collection[str]], Item]


def added(seen: Scan, kind: ItemKind, choice: Choice, taken: Collection[str]) -> Item:
    """The item that stands at the chosen words; `taken` are the ids that other items have.

    Without a label it is what grammar reads there.

    Raises:
        WrongChoice: the words are not there, nothing is read where that is needed, or the label is none of the kind.
    """
    if choice.words is None or choice.value not in (None, *labels_of(kind)):
        raise WrongChoice(f"Choose words and a label for one of the {kind}.")
    words = standing(seen, choice.words)
    read = _read(seen, kind, words, taken)
    if choice.value is None:
        if read is None:
            raise WrongChoice(f"Nothing of the {kind} is read at «{words.quote}»; choose what it is.")
        return read
    item = _BUILDERS[kind](seen, words, choice.value, taken) if read is None else read
    field = LABEL_FIELDS[kind]
    return item.model_copy(update={field: type(getattr(item, field))(choice.value)})


def _read(seen: Scan, kind: ItemKind, words: Span, taken: Collection[str]) -> Item | None:
    """The item that grammar reads at the words."""
    where = words.start, words.end
    if kind == "incidents":
        told = (g for g in seen.attacks if any(m.start < words.end and words.start < m.end for m in g.mentions))
        return next((grammar.incident(seen, group, taken) for group in told), None)
    if kind == "casualties":
        return next((grammar.casualty(seen, c, taken) for c in at(seen.casualties, where)), None)
    if kind == "claims":
        said = (c for c in seen.claims if c.start <= words.start and words.end <= c.end)
        said_by = (c for c in said if c.speaker_start < words.end and words.start < c.speaker_end)
        return next((grammar.claim(seen, c, taken) for c in said_by), None)
    return next((grammar.aggregate(seen, t, taken) for t in at(seen.totals, where)), None)


def _sentence(seen: Scan, words: Span) -> list[Span]:
    """The words' own sentence as evidence."""
    sentence = seen.sentence_at(words.start)
    whole = sentence and sentence.start <= words.start and words.end <= sentence.end
    return [span(seen.text, sentence.start, sentence.end)] if sentence and whole else [words]


def _incident(seen: Scan, words: Span, label: str, taken: Collection[str]) -> Item:
    return Incident(
        id=item_id("i", words.start, taken), state=State.ACCEPTED, evidence=_sentence(seen, words),
        role=role_of(seen, words.start, None), reality=Reality.OCCURRED, kind=IncidentKind(label), date=None, places=[],
        attackers=[], targets=[], weapons=[], munitions=None, damage=None, linked=[],
    )  # fmt: skip


def _casualty(seen: Scan, words: Span, label: str, taken: Collection[str]) -> Item:
    count: Quantity = read_quantity(seen, words)
    whole = count.evidence
    return Casualty(
        id=item_id("k", whole.start, taken), state=State.ACCEPTED,
        evidence=list(dict.fromkeys((whole, *_sentence(seen, whole)))), incident_id=None, claim_id=None,
        harm=Harm(label), status=CasualtyStatus.COUNTED, count=count, who=Who(raw=None, group=Group.UNKNOWN), named=[],
        cumulative=None, subset_of=None, supersedes=None,
    )  # fmt: skip


def _claim(seen: Scan, words: Span, label: str, taken: Collection[str]) -> Item:
    return Claim(
        id=item_id("c", words.start, taken), state=State.ACCEPTED, evidence=_sentence(seen, words), act=Act(label),
        speaker=Speaker(raw=words.quote, evidence=words), modality=None, about=[], accused=None,
    )  # fmt: skip


def _aggregate(seen: Scan, words: Span, label: str, taken: Collection[str]) -> Item:
    total = read_quantity(seen, words)
    return Aggregate(
        id=item_id("a", total.evidence.start, taken), state=State.ACCEPTED, evidence=_sentence(seen, total.evidence),
        metric=Metric(label), total=total, parts=[], period=None, claim_id=None,
    )  # fmt: skip


_BUILDERS: Mapping[Any, _Builder] = {
    "incidents": _incident,
    "casualties": _casualty,
    "claims": _claim,
    "aggregates": _aggregate,
}
