"""Gold files, and a record in the shape of gold: one mapping for measuring, for selftest and for making gold."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from extractor.errors import StoreError
from schemas.casualty import Casualty
from schemas.claim import Claim
from schemas.gold import (
    Gold,
    GoldAggregate,
    GoldCasualty,
    GoldClaim,
    GoldDate,
    GoldFigure,
    GoldIncident,
)
from schemas.incident import Incident
from schemas.quantity import Quantity
from schemas.record import Record
from schemas.state import Item
from schemas.when import When


def read_gold(path: Path) -> Gold:
    """Read one gold file.

    Raises:
        StoreError: it cannot be read, or a field breaks the contract of gold.
    """
    try:
        return Gold.model_validate_json(path.read_bytes())
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"]))
        raise StoreError(f"{path}: {field}: {first['msg']}; a gold file follows the annotation guideline.") from None


def gold_of(record: Record) -> Gold:
    """The facts of a record in the shape of gold, item for item in the same order."""
    return Gold(
        article=record.article.id,
        published=record.article.published,
        incidents=tuple(map(_incident, record.incidents)),
        casualties=tuple(map(_casualty, record.casualties)),
        claims=tuple(map(_claim, record.claims)),
        aggregates=tuple(
            GoldAggregate(metric=a.metric, evidence=_evidence(a), **_figure(a.total)) for a in record.aggregates
        ),
    )


def _incident(item: Incident) -> GoldIncident:
    return GoldIncident(
        id=item.id,
        role=item.role,
        kind=item.kind,
        date=_date(item.date),
        places=tuple(place.raw for place in item.places),
        attackers=tuple(actor.raw for actor in item.attackers),
        targets=tuple(target.raw for target in item.targets),
        munitions=GoldFigure(**_figure(item.munitions)) if item.munitions else None,
        evidence=_evidence(item),
    )


def _casualty(item: Casualty) -> GoldCasualty:
    return GoldCasualty(
        incident=item.incident_id,
        harm=item.harm,
        status=item.status,
        who=item.who.raw,
        group=item.who.group,
        cumulative=bool(item.cumulative),
        subset=item.subset_of is not None,
        evidence=_evidence(item),
        **_figure(item.count),
    )


def _claim(item: Claim) -> GoldClaim:
    return GoldClaim(speaker=item.speaker.raw, act=item.act, about=tuple(item.about), evidence=_evidence(item))


def _date(date: When | None) -> GoldDate | None:
    return GoldDate(raw=date.raw, start=date.start, end=date.end) if date else None


def _figure(count: Quantity) -> dict[str, Any]:
    return {"raw": count.raw, "low": count.low, "high": count.high}


def _evidence(item: Item) -> str:
    return " ".join(span.quote for span in item.evidence)
