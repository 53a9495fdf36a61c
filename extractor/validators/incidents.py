"""An incident is anchored in place or time, and its attacker is somebody, not somewhere."""

from collections.abc import Iterator

from extractor.build import local_places, overlap
from extractor.validators.case import Case, Problem, Rule
from schemas.record import Level


def _told(case: Case) -> Iterator[Problem]:
    """An attack that grammar reads as one that took place stands in the incident's words."""
    clauses = [(m.clause_start, m.clause_end) for group in case.scan.attacks for m in group.mentions]
    for item in case.items.incidents:
        words = [(e.start, e.end) for e in item.evidence]
        if not any(overlap(clause, told) for clause in clauses for told in words):
            message = "No words here tell of an attack that took place."
            yield Problem(item.id, "evidence", Level.REVIEW, message, item.evidence[0])


def _anchored(case: Case) -> Iterator[Problem]:
    """Source: annotation guideline ("attacks named only at country level are not incidents unless ... a date")."""
    for item in case.items.incidents:
        dated = item.date is not None and item.date.start is not None
        if not dated and not local_places(item.places):
            message = "The text gives neither a day nor a place below country level for it; is it one attack at all?"
            yield Problem(item.id, "places", Level.REVIEW, message, item.evidence[0])


def _attacker(case: Case) -> Iterator[Problem]:
    """A name with a word of relation before it (شرقي سوريا) tells where, not who."""
    located = {(p.start, p.end) for p in case.scan.places if p.relation}
    for item in case.items.incidents:
        for actor in item.attackers:
            if (actor.evidence.start, actor.evidence.end) in located:
                message = f"«{actor.raw}» tells where it happened rather than who did it."
                yield Problem(item.id, "attackers", Level.REVIEW, message, actor.evidence)


RULES = (
    Rule("incidents.told", 1, _told),
    Rule("incidents.anchored", 1, _anchored),
    Rule("incidents.attacker", 1, _attacker),
)
