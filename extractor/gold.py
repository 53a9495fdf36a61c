"""Gold files, a record in the shape of gold, and gold as a draft: one mapping for all that works with gold."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from extractor.arabic.scan import Scan
from extractor.errors import StoreError
from extractor.grounding import ground
from schemas.casualty import Casualty, Group
from schemas.claim import Claim
from schemas.draft import Draft, DraftAggregate, DraftCasualty, DraftClaim, DraftIncident
from schemas.gold import (
    Gold,
    GoldAggregate,
    GoldCasualty,
    GoldClaim,
    GoldDate,
    GoldFigure,
    GoldIncident,
)
from schemas.incident import Incident, Role
from schemas.quantity import Quantity
from schemas.record import Record
from schemas.state import Item
from schemas.when import When

_LONGEST_PHRASE = 120  # the bounds of a draft, which the answer of a model has to keep
_MOST = {"places": 6, "attackers": 4, "targets": 4, "about": 8}


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


def draft_of(gold: Gold, seen: Scan) -> Draft:
    """The draft of a model that reads as the annotator does: words and pointers, none of the values.

    Raises:
        ValidationError: more items than a draft holds.
    """
    ids = [incident.id for incident in gold.incidents]
    return Draft(
        incidents=[_drafted_incident(incident, seen) for incident in gold.incidents],
        casualties=[_drafted_casualty(casualty, seen, ids) for casualty in gold.casualties],
        claims=[_drafted_claim(claim, seen, ids) for claim in gold.claims],
        aggregates=[
            DraftAggregate(s=_pointer(seen, a.evidence, a.raw), words=_short(a.raw), metric=a.metric)
            for a in gold.aggregates
        ],
    )


def _drafted_incident(gold: GoldIncident, seen: Scan) -> DraftIncident:
    date = gold.date.raw if gold.date else None
    return DraftIncident(
        s=_pointer(seen, gold.evidence),
        kind=gold.kind,
        role=gold.role or Role.BACKGROUND,
        date=_short(date) if date else None,
        places=[_short(words) for words in gold.places[: _MOST["places"]]],
        attackers=[_short(words) for words in gold.attackers[: _MOST["attackers"]]],
        targets=[_short(words) for words in gold.targets[: _MOST["targets"]]],
        munitions=_short(gold.munitions.raw) if gold.munitions else None,
    )


def _drafted_casualty(gold: GoldCasualty, seen: Scan, ids: Sequence[str]) -> DraftCasualty:
    return DraftCasualty(
        s=_pointer(seen, gold.evidence, gold.raw),
        words=_short(gold.raw),
        harm=gold.harm,
        status=gold.status,
        who=_short(gold.who) if gold.who else None,
        group=gold.group or Group.UNKNOWN,
        incident=ids.index(gold.incident) + 1 if gold.incident else 0,
        cumulative=gold.cumulative,
    )


def _drafted_claim(gold: GoldClaim, seen: Scan, ids: Sequence[str]) -> DraftClaim:
    about = [ids.index(name) + 1 for name in gold.about[: _MOST["about"]]]
    return DraftClaim(s=_pointer(seen, gold.evidence), speaker=_short(gold.speaker), act=gold.act, about=about)


def _pointer(seen: Scan, evidence: str, words: str = "") -> str:
    """The sentence of some words in the evidence, else of the evidence; "" where the article holds neither."""
    around = ground(evidence, seen.text)
    found = (ground(words, seen.text, (around.start, around.end)) if around and words else None) or around
    sentence = seen.sentence_at(found.start) if found else None
    return sentence.id if sentence else ""


def _short(words: str) -> str:
    """Whole words within the bound of a draft's phrase."""
    if len(words) <= _LONGEST_PHRASE:
        return words
    return words[: _LONGEST_PHRASE + 1].rsplit(" ", 1)[0][:_LONGEST_PHRASE]
