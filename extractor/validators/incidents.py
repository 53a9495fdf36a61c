"""An incident is told, of its kind, anchored in place or time; its attacker is somebody, not somewhere or something."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extractor.arabic.actor_lexicon import state_of
from extractor.arabic.actors import scan_actors
from extractor.arabic.attack_kinds import family
from extractor.arabic.attack_words import attack_words
from extractor.arabic.attacks import AttackMention
from extractor.arabic.clitics import readings
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import PlaceMention
from extractor.arabic.nouns import counted_noun
from extractor.arabic.place_words import place_words
from extractor.build import Range, local_places
from extractor.validators.case import Case, Problem, Rule, reach
from extractor.validators.elsewhere import words_before
from schemas.incident import Incident, IncidentKind
from schemas.record import Level

_WORDED = frozenset(
    ("clash", "shooting", "raid", "rocket_attack", "shelling", "exchange")
)  # kinds with words of their own
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
        told = case.mentions_told_in(item.evidence)
        said = {family(kind) for e in item.evidence for kind in case.kinds_told(e)}
        contradicted = bool(said) and not said & {"other", family(item.kind)}
        if item.kind is not IncidentKind.OTHER and (contradicted or _unlike(case, item, told) or _by_hand(case, told)):
            kinds = sorted({kind for e in item.evidence for kind in case.kinds_told(e)})
            message = f"The words tell of {', '.join(kinds)}, not of {item.kind.value}."
            yield Problem(item.id, "kind", Level.REVIEW, message, item.evidence[0])


def _unlike(case: Case, item: Incident, told: Sequence[AttackMention]) -> bool:
    """Whether words of their own (اشتباك, إطلاق نار, مدفعية) all tell of other kinds, though of the same family."""
    said = {m.kind for m in told}
    ambush = attack_words().sets["checkpoints"]
    vague = any(m.plain and (m.kind == "shelling" or ambush & _stems(case, m)) for m in told)
    return bool(told) and said <= _WORDED and not vague and item.kind.value not in said


def _by_hand(case: Case, told: Sequence[AttackMention]) -> bool:
    """Whether all words of attack are for one without arms that a kind stands for (طعن, دهس)."""
    senses = [s for m in told for stem in _stems(case, m) for s in attack_words().senses.get(stem, ())]
    return bool(senses) and all(s.role == "noun" and s.kind == "other" and not s.takes for s in senses)


def _stems(case: Case, told: AttackMention) -> set[str]:
    """The first word of an attack as told, folded, with and without its clitics."""
    return {rest for _, rest in readings(fold_key(case.scan.text[told.start : told.end]).split()[0])}


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
        bare = not item.attackers and not item.munitions and item.id not in harmed
        if item.kind == IncidentKind.OTHER and bare and not _by_hand(case, case.mentions_told_in(item.evidence)):
            message = "Neither kind, attacker, munitions nor harm of it is told; is it an attack at all?"
            yield Problem(item.id, "kind", Level.REVIEW, message, item.evidence[0])


def _attacker(case: Case) -> Iterator[Problem]:
    """A name with a word of relation before it (شرقي سوريا) tells where, a munition or nobody's vehicle with what."""
    named = {(p.start, p.end): p for p in case.scan.places}
    for item in case.items.incidents:
        for actor in item.attackers:
            here = reach(actor.evidence)
            if _located(case.scan.text, here, named.get(here)) or _of_a_place(case, here):
                message = f"«{actor.raw}» tells where it happened rather than who did it."
                yield Problem(item.id, "attackers", Level.REVIEW, message, actor.evidence)
            elif _weapon(actor.raw):
                message = f"«{actor.raw}» tells with what it was done rather than who did it."
                yield Problem(item.id, "attackers", Level.REVIEW, message, actor.evidence)


def _located(text: str, here: Range, place: PlaceMention | None) -> bool:
    """Whether a name is a place by its words, or one below a country that stands for nobody."""
    if place is None:
        return False
    before = words_before(text, here[0])[-2:]
    if place.relation or place.head or before[-1:] == ["في"] or any(word in place_words().heads for word in before):
        return True
    return state_of(fold_key(place.raw)) is None and any(e.kind != "country" for e in place.entries)


def _of_a_place(case: Case, here: Range) -> bool:
    """Whether a word is the adjective of the place right before it (إقليم صعدة اليمني)."""
    if state_of(fold_key(case.scan.text[slice(*here)])) is None:
        return False
    before = words_before(case.scan.text, here[0])[-1:]
    near = bisect_right(case.scan.places, here[0], key=lambda p: p.start) - 1
    ends = near >= 0 and not case.scan.text[case.scan.places[near].end : here[0]].strip()
    return any(word in place_words().heads for word in before) or (ends and case.scan.places[near].end <= here[0])


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
    Rule("incidents.kind", 2, _kind),
    Rule("incidents.anchored", 1, _anchored),
    Rule("incidents.thin", 2, _thin),
    Rule("incidents.attacker", 3, _attacker),
)
