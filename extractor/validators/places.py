"""A place is named where its incident is told, and the places of one incident can lie in one another."""

from collections.abc import Iterator, Sequence

from extractor.arabic.fold import fold_key
from extractor.arabic.gazetteer import contains
from extractor.arabic.mentions import Entry, PlaceMention
from extractor.build import gazetteer_row
from extractor.validators.case import Case, Problem, Rule, read_at
from schemas.incident import Incident
from schemas.place import Place
from schemas.record import Level

_WIDE = frozenset({"country", "governorate", "region"})


def _near(case: Case) -> Iterator[Problem]:
    """Named as a place of the attack in a sentence that tells it, or beside one as a wider or narrower name."""
    for item in case.items.incidents:
        read = _read(case, item)
        for place in item.places:
            if not (_told_here(case, item, place, read) or _around(case, item, place, read)):
                message = f"«{place.raw}» is not named as a place of this attack where it is told."
                yield Problem(item.id, "places", Level.REVIEW, message, place.evidence)


def _read(case: Case, item: Incident) -> set[str] | None:
    """The folded names that grammar reads as places of the attacks told in the evidence; None where it reads none."""
    groups = [group for evidence in item.evidence for group in case.attacks_told(evidence)]
    return {fold_key(p.raw) for g in groups for p in g.places} if groups else None


def _told_here(case: Case, item: Incident, place: Place, read: set[str] | None) -> bool:
    name = fold_key(place.raw)
    here = case.line(place.evidence.start) in case.lines(item)
    return here and (not read or any(name in known or known in name for known in read))


def _around(case: Case, item: Incident, place: Place, read: set[str] | None) -> bool:
    home, told = case.line(place.evidence.start), case.lines(item)
    if all(abs(home - n) > 1 for n in told):
        return False
    inside = [p for p in case.scan.places if case.line(p.start) in told and (not read or fold_key(p.raw) in read)]
    outer = _entries(case.scan.places, place)
    return not inside or any(contains(o, e) for o in outer for p in inside for e in p.entries)


def _entries(mentions: Sequence[PlaceMention], place: Place) -> tuple[Entry, ...]:
    return tuple(e for m in read_at(mentions, place.evidence) for e in m.entries)


def _entry(case: Case) -> Iterator[Problem]:
    """A gazetteer row is one that carries the name in the text, and stored as the gazetteer has it."""
    for item in case.items.incidents:
        for place in item.places:
            rows = {e.id: gazetteer_row(e) for e in _entries(case.scan.places, place)}
            stored = place.gazetteer
            if stored and rows.get(stored.id) != stored:
                wrong = "is stored unlike the gazetteer's row" if stored.id in rows else "is not a name"
                message = f"«{place.raw}» {wrong} of {stored.name_en} ({stored.id})."
                yield Problem(item.id, "places", Level.REJECT, message, place.evidence)


def _contained(case: Case) -> Iterator[Problem]:
    """Each narrow place lies in one of the wide ones, where both are resolved."""
    for item in case.items.incidents:
        rows = [(p, e) for p in item.places if p.gazetteer for e in _resolved(case, p)]
        for kind in ("country", "governorate"):
            outer = [e for _, e in rows if e.kind == kind]
            for place, inner in rows:
                if outer and inner.kind not in _WIDE and all(contains(o, inner) is False for o in outer):
                    message = f"«{place.raw}» lies in none of the {kind} names beside it."
                    yield Problem(item.id, "places", Level.REVIEW, message, place.evidence)


def _resolved(case: Case, place: Place) -> Iterator[Entry]:
    wanted = place.gazetteer.id if place.gazetteer else ""
    yield from [e for e in _entries(case.scan.places, place) if e.id == wanted][:1]


RULES = (Rule("places.near", 2, _near), Rule("places.entry", 2, _entry), Rule("places.contained", 2, _contained))
