"""An incident is told, of its kind, anchored in place or time; its attacker is somebody, not somewhere or something."""

from collections.abc import Iterator

from extractor.arabic.actor_lexicon import state_of
from extractor.arabic.actors import scan_actors
from extractor.arabic.attack_groups import family
from extractor.arabic.fold import fold_key
from extractor.arabic.nouns import counted_noun
from extractor.build import local_places
from extractor.validators.case import Case, Problem, Rule
from schemas.incident import IncidentKind
from schemas.record import Level

_NAMED = frozenset({"name", "head_alone", "head_of_name"})  # how a party reads that a vehicle may belong to


def _told(case: Case) -> Iterator[Problem]:
    """An attack that grammar reads as one that took place stands in the incident's words."""
    for item in case.items.incidents:
        if not case.attacks_told_in(item.evidence):
            message = "No words here tell of an attack that took place."
            yield Problem(item.id, "evidence", Level.REVIEW, message, item.evidence[0])


def _kind(case: Case) -> Iterator[Problem]:
    """The kind is of the family that grammar reads in every word of attack there; no kind contradicts none."""
    for item in case.items.incidents:
        said = {family(kind) for e in item.evidence for kind in case.kinds_told(e)}
        if said and not said & {"other", family(item.kind)} and item.kind is not IncidentKind.OTHER:
            message = f"The words tell of {', '.join(sorted(said))}, not of {item.kind.value}."
            yield Problem(item.id, "kind", Level.REVIEW, message, item.evidence[0])


def _anchored(case: Case) -> Iterator[Problem]:
    """Source: annotation guideline ("attacks named only at country level are not incidents unless ... a date")."""
    for item in case.items.incidents:
        dated = item.date is not None and item.date.start is not None
        if not dated and not local_places(item.places):
            message = "The text gives neither a day nor a place below country level for it; is it one attack at all?"
            yield Problem(item.id, "places", Level.REVIEW, message, item.evidence[0])


def _thin(case: Case) -> Iterator[Problem]:
    """An attack of no stated kind, by nobody, with no munitions and no harm may be none."""
    harmed = {k.incident_id for k in case.items.casualties}
    for item in case.items.incidents:
        if item.kind == IncidentKind.OTHER and not item.attackers and not item.munitions and item.id not in harmed:
            message = "Neither kind, attacker, munitions nor harm of it is told; is it an attack at all?"
            yield Problem(item.id, "kind", Level.REVIEW, message, item.evidence[0])


def _attacker(case: Case) -> Iterator[Problem]:
    """A name with a word of relation before it (شرقي سوريا) tells where, a munition or nobody's vehicle with what."""
    located = {(p.start, p.end) for p in case.scan.places if p.relation}
    for item in case.items.incidents:
        for actor in item.attackers:
            if (actor.evidence.start, actor.evidence.end) in located:
                message = f"«{actor.raw}» tells where it happened rather than who did it."
                yield Problem(item.id, "attackers", Level.REVIEW, message, actor.evidence)
            elif _weapon(actor.raw):
                message = f"«{actor.raw}» tells with what it was done rather than who did it."
                yield Problem(item.id, "attackers", Level.REVIEW, message, actor.evidence)


def _weapon(raw: str) -> bool:
    """Whether words for an actor are headed by a munition, or by a vehicle that no state or party is named with."""
    head, *rest = fold_key(raw).split() or [""]
    noun = counted_noun(head)
    if noun is None or noun.noun.kind not in ("munition", "vehicle"):
        return False
    owned = any(state_of(word) for word in rest) or any(a.rule in _NAMED for a in scan_actors(" ".join(rest)))
    return noun.noun.kind == "munition" or not owned


RULES = (
    Rule("incidents.told", 1, _told),
    Rule("incidents.kind", 1, _kind),
    Rule("incidents.anchored", 1, _anchored),
    Rule("incidents.thin", 1, _thin),
    Rule("incidents.attacker", 2, _attacker),
)
