"""From the items of a record back to the draft behind them: words copied from the record, pointers to its sentences."""

from collections.abc import Sequence

from extractor.arabic.scan import Scan
from schemas.aggregate import Aggregate
from schemas.base import Span
from schemas.casualty import Casualty, Group
from schemas.claim import Claim
from schemas.draft import Draft, DraftAggregate, DraftCasualty, DraftClaim, DraftIncident
from schemas.incident import Incident, Role
from schemas.items import Items


def draft_of(seen: Scan, items: Items) -> Draft:
    """The draft that a model would have filled to give these items, item for item.

    Built without validation: the bounds of a draft are for a model's answer, and a grammar's items may exceed them.
    """
    ids = [incident.id for incident in items.incidents]
    return Draft.model_construct(
        incidents=[_incident(seen, incident) for incident in items.incidents],
        casualties=[_casualty(seen, casualty, ids) for casualty in items.casualties],
        claims=[_claim(seen, claim, ids) for claim in items.claims],
        aggregates=[_aggregate(seen, aggregate) for aggregate in items.aggregates],
    )


def _sentence(seen: Scan, span: Span) -> str:
    sentence = seen.sentence_at(span.start)
    return sentence.id if sentence else ""


def _incident(seen: Scan, item: Incident) -> DraftIncident:
    return DraftIncident.model_construct(
        s=_sentence(seen, item.evidence[0]),
        kind=item.kind,
        role=item.role or Role.BACKGROUND,
        date=item.date.raw if item.date else None,
        places=[place.raw for place in item.places],
        attackers=[actor.raw for actor in item.attackers],
        targets=[target.raw for target in item.targets],
        munitions=item.munitions.raw if item.munitions else None,
    )


def _casualty(seen: Scan, item: Casualty, ids: Sequence[str]) -> DraftCasualty:
    return DraftCasualty.model_construct(
        s=_sentence(seen, item.count.evidence),
        words=item.count.raw,
        harm=item.harm,
        status=item.status,
        who=item.who.raw,
        group=item.who.group or Group.UNKNOWN,
        incident=ids.index(item.incident_id) + 1 if item.incident_id in ids else 0,
        cumulative=bool(item.cumulative),
    )


def _claim(seen: Scan, item: Claim, ids: Sequence[str]) -> DraftClaim:
    return DraftClaim.model_construct(
        s=_sentence(seen, item.evidence[0]),
        speaker=item.speaker.raw,
        act=item.act,
        about=[ids.index(name) + 1 for name in item.about if name in ids],
    )


def _aggregate(seen: Scan, item: Aggregate) -> DraftAggregate:
    return DraftAggregate.model_construct(
        s=_sentence(seen, item.total.evidence), words=item.total.raw, metric=item.metric
    )
