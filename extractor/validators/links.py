"""Links of a casualty that the text proves wrong: to an attack, a statement, a whole; tolls over several attacks."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from extractor.arabic.toll_words import only_context
from extractor.build import overlap
from extractor.validators.case import Case, Problem, Rule, reach, read_at
from extractor.validators.times import counts_apart, day_inside
from extractor.validators.word_classes import WordClasses, word_classes_of
from schemas.base import Span
from schemas.casualty import Casualty
from schemas.incident import Incident
from schemas.place import Place
from schemas.record import Level
from schemas.state import Item
from schemas.when import When

_TOO_MANY = 500  # people: hardly any single attack of UCDP GED harmed more


def _incident(case: Case) -> Iterator[Problem]:
    """People are not harmed in an attack told elsewhere when their own clause or sentence tells another one."""
    told: dict[int, list[Incident]] = defaultdict(list)
    for incident in case.items.incidents:
        for line in case.lines(incident):
            told[line].append(incident)
    known = {incident.id for incident in case.items.incidents}
    for item in case.items.casualties:
        beside = told.get(case.line(item.count.evidence.start), [])
        here = [i for i in beside if any(overlap(reach(e), reach(item.evidence[-1])) for e in i.evidence)]
        if item.incident_id in known and beside and item.incident_id not in {i.id for i in here or beside}:
            message = f"The words around «{item.count.raw}» tell of another attack than the one that it is tied to."
            yield Problem(item.id, "incident_id", Level.REVIEW, message, item.count.evidence)


def _anchor(case: Case) -> Iterator[Problem]:
    """The places and days that the count's own clause names are not only those of another attack of the record."""
    anchors = sorted((leaf.evidence.start, i.id) for i in case.items.incidents for leaf in _anchors(i))
    incidents = {i.id: i for i in case.items.incidents}
    for item in case.items.casualties:
        own, clause = incidents.get(item.incident_id or ""), item.evidence[-1]
        inside = anchors[bisect_left(anchors, (clause.start, "")) : bisect_left(anchors, (clause.end, ""))]
        if not own or not inside or own.id in {name for _, name in inside} or not any(_anchors(own)):
            continue
        if not any(leaf.raw in clause.quote for leaf in _anchors(own)):
            message = f"The words around «{item.count.raw}» name the place or the day of another attack."
            yield Problem(item.id, "incident_id", Level.REVIEW, message, item.count.evidence)


def _anchors(incident: Incident) -> Iterator[Place | When]:
    yield from incident.places
    if incident.date:
        yield incident.date


def _claim(case: Case) -> Iterator[Problem]:
    """The statement that gives a figure holds it."""
    claims = {c.id: c for c in case.items.claims}
    figures: list[tuple[Item, str | None, Span]] = [(k, k.claim_id, k.count.evidence) for k in case.items.casualties]
    figures += [(a, a.claim_id, a.total.evidence) for a in case.items.aggregates]
    for item, name, where in figures:
        claim = claims.get(name or "")
        if claim and not any(overlap(reach(e), reach(where)) for e in claim.evidence):
            message = f"«{where.quote}» does not stand in the statement that it is tied to."
            yield Problem(item.id, "claim_id", Level.REJECT, message, where)


def _subset(case: Case) -> Iterator[Problem]:
    """A part is said to be one ("among them") and stands in the sentence of its whole."""
    counts = {k.id: k for k in case.items.casualties}
    for item in case.items.casualties:
        whole = counts.get(item.subset_of or "")
        if whole is None or whole.id == item.id:
            continue
        read = read_at(case.scan.casualties, item.count.evidence)
        apart = case.line(whole.count.evidence.start) != case.line(item.count.evidence.start)
        if apart or (read and not any(k.subset for k in read)):
            message = f"No word makes «{item.count.raw}» a part of «{whole.count.raw}»."
            yield Problem(item.id, "subset_of", Level.REVIEW, message, item.count.evidence)


def _cumulative(case: Case) -> Iterator[Problem]:
    """A toll over several attacks belongs to none of them, and one told as such is not of a single attack."""
    seen = word_classes_of(case.scan.text)
    incidents = {i.id: i for i in case.items.incidents}
    for item in case.items.casualties:
        said = {k.cumulative for k in read_at(case.scan.casualties, item.count.evidence)}
        if item.cumulative and item.incident_id is not None:
            message = f"«{item.count.raw}» is a toll over several attacks and cannot belong to one."
            yield Problem(item.id, "cumulative", Level.REJECT, message, item.count.evidence)
        elif item.cumulative and said == {False}:
            message = f"The words around «{item.count.raw}» tell of one attack, not of several."
            yield Problem(item.id, "cumulative", Level.REVIEW, message, item.count.evidence)
        elif (own := incidents.get(item.incident_id or "")) and _is_toll(seen, item, own, True in said):
            message = f"«{item.count.raw}» reads as a toll over several attacks, not as the harm of one."
            yield Problem(item.id, "cumulative", Level.REVIEW, message, item.count.evidence)


def _is_toll(seen: WordClasses, item: Casualty, own: Incident, said: bool) -> bool:
    """By size, or by words of a period or several attacks without the attack's own day; two may be told as one."""
    clause = item.evidence[-1]
    tokens = seen.token(clause.start), seen.token(clause.end)
    if (item.count.low or 0) >= _TOO_MANY or seen.within("period", *tokens):
        return True
    several = said and not only_context(clause.quote)
    return several and not seen.within("two", *tokens) and not day_inside(own, clause)


RULES = (
    Rule("links.incident", 1, _incident),
    Rule("links.anchor", 1, _anchor),
    Rule("links.time", 1, counts_apart),
    Rule("links.claim", 1, _claim),
    Rule("links.subset", 1, _subset),
    Rule("links.cumulative", 3, _cumulative),
)
