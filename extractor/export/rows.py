"""Records to flat rows: one casualty statement, incident, claim or aggregate a row. Pure; formats take rows only."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from schemas.aggregate import Aggregate
from schemas.casualty import Casualty
from schemas.claim import Claim
from schemas.incident import Incident
from schemas.record import Record
from schemas.when import When

Cell = str | int | float | bool | date | None
Row = dict[str, Cell]

_ARTICLE = ("article", "outlet", "url", "published")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "casualties": (
        *("id", "incident", "date_start", "date_end", "place", "harm", "status", "low", "high", "bound", "count"),
        *("who", "group", "cumulative", "subset_of", "speaker", "act", "quote", "state", *_ARTICLE),
    ),
    "incidents": (
        *(
            "id",
            "role",
            "reality",
            "kind",
            "date_start",
            "date_end",
            "date",
            "place",
            "places",
            "lat",
            "lon",
            "country",
        ),
        *("attackers", "targets", "munitions_low", "munitions_high", "quote", "state", *_ARTICLE),
    ),
    "claims": ("id", "speaker", "act", "about", "accused", "quote", "state", *_ARTICLE),
    "aggregates": (
        *("id", "metric", "low", "high", "bound", "total", "date_start", "date_end", "speaker"),
        *("quote", "state", *_ARTICLE),
    ),
}
_LIST = " | "


def rows(records: Iterable[Record], table: str = "casualties") -> Iterator[Row]:
    """The rows of one table of `COLUMNS`, in the order of the records; every row has the table's columns in order."""
    for record in records:
        for values in _TABLES[table](record):
            complete = values | _article(record)
            yield {column: complete[column] for column in COLUMNS[table]}


def _article(record: Record) -> Row:
    article = record.article
    return {"article": article.id, "outlet": article.outlet, "url": article.url, "published": article.published}


def _casualties(record: Record) -> Iterator[Row]:
    incidents = {incident.id: incident for incident in record.incidents}
    claims = {claim.id: claim for claim in record.claims}
    for casualty in record.casualties:
        incident = incidents.get(casualty.incident_id or "")
        claim = claims.get(casualty.claim_id or "")
        yield (
            _common(casualty)
            | _days(incident.date if incident else None)
            | {
                "incident": casualty.incident_id,
                "place": _first_place(incident),
                "harm": casualty.harm.value,
                "status": casualty.status.value,
                "low": casualty.count.low,
                "high": casualty.count.high,
                "bound": casualty.count.bound.value,
                "count": casualty.count.raw,
                "who": casualty.who.raw,
                "group": casualty.who.group.value if casualty.who.group else None,
                "cumulative": casualty.cumulative,
                "subset_of": casualty.subset_of,
                "speaker": claim.speaker.raw if claim else None,
                "act": claim.act.value if claim else None,
            }
        )


def _incidents(record: Record) -> Iterator[Row]:
    for incident in record.incidents:
        located = next((place.gazetteer for place in incident.places if place.gazetteer), None)
        yield (
            _common(incident)
            | _days(incident.date)
            | {
                "role": incident.role.value if incident.role else None,
                "reality": incident.reality.value if incident.reality else None,
                "kind": incident.kind.value,
                "date": incident.date.raw if incident.date else None,
                "place": _first_place(incident),
                "places": _LIST.join(place.raw for place in incident.places),
                "lat": located.lat if located else None,
                "lon": located.lon if located else None,
                "country": located.country if located else None,
                "attackers": _LIST.join(actor.raw for actor in incident.attackers),
                "targets": _LIST.join(target.raw for target in incident.targets),
                "munitions_low": incident.munitions.low if incident.munitions else None,
                "munitions_high": incident.munitions.high if incident.munitions else None,
            }
        )


def _claims(record: Record) -> Iterator[Row]:
    for claim in record.claims:
        yield _common(claim) | {
            "speaker": claim.speaker.raw,
            "act": claim.act.value,
            "about": _LIST.join(claim.about),
            "accused": claim.accused.raw if claim.accused else None,
        }


def _aggregates(record: Record) -> Iterator[Row]:
    speakers = {claim.id: claim.speaker.raw for claim in record.claims}
    for aggregate in record.aggregates:
        yield (
            _common(aggregate)
            | _days(aggregate.period)
            | {
                "metric": aggregate.metric.value,
                "low": aggregate.total.low,
                "high": aggregate.total.high,
                "bound": aggregate.total.bound.value,
                "total": aggregate.total.raw,
                "speaker": speakers.get(aggregate.claim_id or ""),
            }
        )


def _common(item: Incident | Casualty | Claim | Aggregate) -> Row:
    quote = _LIST.join(span.quote for span in item.evidence)
    return {"id": item.id, "state": item.state.value, "quote": quote}


def _days(when: When | None) -> Row:
    return {"date_start": when.start if when else None, "date_end": when.end if when else None}


def _first_place(incident: Incident | None) -> str | None:
    return incident.places[0].raw if incident and incident.places else None


_TABLES: Mapping[str, Callable[[Record], Iterator[Row]]] = {
    "casualties": _casualties,
    "incidents": _incidents,
    "claims": _claims,
    "aggregates": _aggregates,
}
