"""An attack told again in fewer words is not a second one: the vaguer telling joins the fuller one as evidence.

Two tellings are one attack where nothing contradicts (kind, day, place) and something speaks for it: the same attacker,
a shared place, or the same toll. Source: annotation guideline ("the same attack told twice is one incident").
"""

from collections.abc import Mapping, Sequence

from extractor.arabic.attack_kinds import family
from extractor.arabic.attack_places import at_large
from extractor.arabic.attack_reports import looks_back
from extractor.arabic.fold import fold_key
from extractor.arabic.gazetteer import contains, lookup
from extractor.arabic.scan import Scan
from extractor.arabic.statement_dates import dates_statement
from extractor.build import local_places
from extractor.drafting.counts import Count, counts_of
from schemas.incident import Incident, IncidentKind
from schemas.place import Place

_REACH = 1200  # characters: some four sentences of news
_LATEST = 40  # incidents; within reach there are never more
_SEVERAL, _CHANCE = 2, 2  # figures in common that are no chance; a figure that may be
_FULL = 2  # a telling with this many of kind, day and local place stands by itself


def retold_once(seen: Scan, incidents: Sequence[Incident]) -> tuple[Incident, ...]:
    """The incidents in text order, each retelling merged into the nearest telling that it repeats."""
    counts = counts_of(seen, incidents)
    kept: list[Incident] = []
    for incident in incidents:
        near = range(len(kept) - 1, max(len(kept) - _LATEST, 0) - 1, -1)
        twin = next((n for n in near if _same(kept[n], incident) or _same_toll(seen, kept[n], incident, counts)), None)
        if twin is None:
            kept.append(incident)
        else:
            counts[kept[twin].id] |= counts[incident.id]
            kept[twin] = _joined(seen, kept[twin], incident)
    return tuple(_without_sums(kept))


def _without_sums(incidents: Sequence[Incident]) -> list[Incident]:
    """The lead that sums up attacks told one by one below it joins the first of them (ريف …, then town by town)."""
    out = list(incidents)
    for n, lead in enumerate(incidents):
        parts = [i for i in incidents[n + 1 : n + _LATEST] if _part_of(i, lead)] if _all_wide(lead) else []
        if len(parts) < _SEVERAL:
            continue
        first = next(i for i in out if i.id == parts[0].id)
        evidence = sorted((*lead.evidence, *first.evidence), key=lambda e: e.start)
        out[out.index(first)] = first.model_copy(update={"evidence": evidence, "date": first.date or lead.date})
        out.remove(lead)
    return out


def _part_of(part: Incident, lead: Incident) -> bool:
    """Told below the lead, of its family and day, at a place that lies in one of its places."""
    if part.evidence[0].start < lead.evidence[-1].start or family(part.kind) != family(lead.kind):
        return False
    outer = [entry for place in lead.places for entry in lookup(place.raw)]
    inner = [entry for place in part.places for entry in lookup(place.raw) if entry not in outer]
    inside = any(contains(out, entry) for out in outer for entry in inner if entry.kind != "country")
    unlisted = at_large(lead.evidence[-1].quote) and bool(part.places) and not lookup(part.places[0].raw)
    return (inside or unlisted) and not _all_wide(part) and _days_fit(part, lead)


def _all_wide(lead: Incident) -> bool:
    return bool(lead.places) and all(map(_is_wide, lead.places))


def _is_wide(place: Place) -> bool:
    return any(entry.kind in ("country", "region", "governorate") for entry in lookup(place.raw))


def _same_toll(seen: Scan, a: Incident, b: Incident, counts: Mapping[str, set[Count]]) -> bool:
    """The same figures of the same harm, told of attacks that may be one.

    A figure of one or two may be chance unless kind and place are the same, too.
    """
    shared = counts[a.id] & counts[b.id]
    alike = a.kind is b.kind is not IncidentKind.OTHER and _linked(a, b)
    if not shared or not (alike or len(shared) >= _SEVERAL or any(count.low > _CHANCE for count in shared)):
        return False
    families = {family(i.kind) for i in (a, b)} - {"other"}
    dated = [i.date.start for i in (a, b) if i.date and i.date.start and not _day_of_statement(seen, i)]
    return len(families) < _SEVERAL and len(set(dated)) < _SEVERAL and _places_fit(a, b)


def _day_of_statement(seen: Scan, incident: Incident) -> bool:
    return incident.date is not None and dates_statement(seen.text, incident.date.evidence.start)


def _same(a: Incident, b: Incident) -> bool:
    if abs(b.evidence[0].start - a.evidence[-1].start) > _REACH or min(_fullness(a), _fullness(b)) >= _FULL:
        return False
    return _kinds_fit(a, b) and _days_fit(a, b) and _places_fit(a, b) and _linked(a, b)


def _fullness(incident: Incident) -> int:
    """How much of kind, day and a local place a telling gives, 0 to 3."""
    dated = incident.date is not None and incident.date.start is not None
    return (incident.kind is not IncidentKind.OTHER) + dated + bool(local_places(incident.places))


def _kinds_fit(a: Incident, b: Incident) -> bool:
    return a.kind is b.kind or IncidentKind.OTHER in (a.kind, b.kind)


def _days_fit(a: Incident, b: Incident) -> bool:
    days = [i.date.start for i in (a, b) if i.date and i.date.start]
    return len(set(days)) < 2


def _places_fit(a: Incident, b: Incident) -> bool:
    """No local place of the vaguer telling is foreign to the other."""
    few, many = sorted((local_places(a.places), local_places(b.places)), key=len)
    return all(any(_within(p, q) for q in many) for p in few)


def _linked(a: Incident, b: Incident) -> bool:
    attackers = {fold_key(x.raw) for x in a.attackers} & {fold_key(x.raw) for x in b.attackers}
    back = any(
        i.date and looks_back(i.date.raw) for i in (a, b)
    )  # an attack recalled is another one of the same attacker
    return (bool(attackers) and not back) or any(
        _within(p, q) for p in local_places(a.places) for q in local_places(b.places)
    )


def _within(p: Place, q: Place) -> bool:
    if fold_key(p.raw) == fold_key(q.raw):
        return True
    return any(contains(x, y) or contains(y, x) for x in lookup(p.raw) for y in lookup(q.raw))


def _places(full: Incident, other: Incident) -> list[Place]:
    """The places of both tellings, those of the fuller one first; no country beside them."""
    more = local_places(other.places) if full.places else other.places
    return list({fold_key(p.raw): p for p in (*full.places, *more)}.values())


def _joined(seen: Scan, first: Incident, later: Incident) -> Incident:
    """The fuller telling's values under the first one's id; evidence and parties of both."""
    full = first if _fullness(first) >= _fullness(later) else later
    dates = [i.date for i in (full, first, later) if i.date and not _day_of_statement(seen, i)]
    return full.model_copy(
        update={
            "id": first.id,
            "date": dates[0] if dates else full.date,
            "places": _places(full, later if full is first else first),
            "evidence": [*first.evidence, *(e for e in later.evidence if e not in first.evidence)],
            "attackers": full.attackers or first.attackers or later.attackers,
            "targets": full.targets or first.targets or later.targets,
            "munitions": first.munitions or later.munitions,
        }
    )
