"""The items of a record refer to items that exist, and none of them is there twice."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from extractor.validators.case import Case, Problem, Rule, reach
from schemas.aggregate import Aggregate
from schemas.claim import Claim
from schemas.incident import Incident
from schemas.record import Level
from schemas.state import Item


def _links(case: Case) -> Iterator[Problem]:
    incidents = {i.id for i in case.items.incidents}
    casualties = {k.id for k in case.items.casualties}
    claims = {c.id for c in case.items.claims}
    for k in case.items.casualties:
        yield from _missing(k, "incident_id", k.incident_id, incidents)
        yield from _missing(k, "claim_id", k.claim_id, claims)
        yield from _missing(k, "subset_of", k.subset_of, casualties - {k.id})
        yield from _missing(k, "supersedes", k.supersedes, casualties - {k.id})
    for c in case.items.claims:
        for name in c.about:
            yield from _missing(c, "about", name, incidents)
    for a in case.items.aggregates:
        yield from _missing(a, "claim_id", a.claim_id, claims)


def _missing(item: Item, field: str, name: str | None, known: set[str]) -> Iterator[Problem]:
    if name is not None and name not in known:
        yield Problem(item.id, field, Level.REJECT, f"There is no item {name} to refer to.")


def _id(case: Case) -> Iterator[Problem]:
    """Findings and references name an item by its id, so a second item of that id makes both uncertain."""
    for name, count in Counter(item.id for item in case.items.all()).items():
        if count > 1:
            yield Problem(name, "id", Level.REJECT, f"{count} items have the id {name}.")


def _duplicate(case: Case) -> Iterator[Problem]:
    """Casualties have a rule of their own."""
    seen: set[tuple[Any, ...]] = set()
    for item in case.items.all():
        key = _key(item)
        if key and key in seen:
            yield Problem(item.id, "", Level.REJECT, "The same item stands in the record already.", item.evidence[0])
        seen |= {key} if key else set()


def _key(item: Item) -> tuple[Any, ...] | None:
    evidence = tuple(reach(e) for e in item.evidence)
    if isinstance(item, Incident):
        date = reach(item.date.evidence) if item.date else None
        return "incident", evidence, item.kind, date, item.places[0].raw if item.places else None
    if isinstance(item, Claim):
        return "claim", evidence, item.act, item.speaker.raw, tuple(item.about)
    return ("aggregate", reach(item.total.evidence)) if isinstance(item, Aggregate) else None


RULES = (Rule("items.id", 1, _id), Rule("items.links", 1, _links), Rule("items.duplicate", 2, _duplicate))
