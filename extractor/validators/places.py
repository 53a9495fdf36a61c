"""A place is named where its incident is told, and the places of one incident can lie in one another."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from extractor.arabic.actor_lexicon import actor_lexicon
from extractor.arabic.attack_groups import AttackGroup
from extractor.arabic.attack_words import attack_words
from extractor.arabic.clitics import readings
from extractor.arabic.fold import fold_key
from extractor.arabic.gazetteer import contains
from extractor.arabic.mentions import Entry, PlaceMention
from extractor.arabic.place_words import place_words
from extractor.build import gazetteer_row
from extractor.validators.case import Case, Problem, Rule, reach, read_at
from schemas.incident import Incident
from schemas.place import Place
from schemas.record import Level

_WIDE = frozenset({"country", "governorate", "region"})
_CLAUSE_END = re.compile(r"[،؛.:!؟\n\r]")
_WORDS_BEFORE = 60  # code points before a name in which it is said whose it is
_STAYING = frozenset(word.removeprefix("ال") for word in attack_words().sets["staying"])
_STAYING_REACH = 5  # words from "stationed in" to the last of its place names
_AMONG = re.compile(
    r"[،\s]*(?:بما في ذلك|بما فيها?|ب?من ?بينها|من ضمنها|و?بينها|و?منها|لا ?سيما|خصوصا|خاصة)"
    r"(?: \w+){0,2} ?[\"“«]?"
)


def _near(case: Case) -> Iterator[Problem]:
    """Named as a place of the attack in a sentence that tells it, or as a name around one that is."""
    for item in case.items.incidents:
        groups = case.attacks_told_in(item.evidence)
        for place in item.places:
            if _of_somebody(case, groups, place) or not _of_attack(case, item, groups, place):
                message = f"«{place.raw}» is not named as a place of this attack where it is told."
                yield Problem(item.id, "places", Level.REVIEW, message, place.evidence)


def _of_attack(case: Case, item: Incident, groups: Sequence[AttackGroup], place: Place) -> bool:
    read = [p for group in groups for p in group.places]
    if any((p.start, p.end) == reach(place.evidence) for p in read):
        return True
    if case.line(place.evidence.start) in case.lines(item):
        name, names = fold_key(place.raw), {fold_key(p.raw) for p in read}
        if any(name in known or known in name for known in names) or _listed(case, groups, place):
            return True
        told = [e for e in item.evidence if e.start <= place.evidence.start < e.end]
        if not names or (told and not any(e.start <= p.start < e.end for p in read for e in told)):
            return True
    return _around(case, item, place, read) or _meant_by_noun(case, item, place, read)


def _of_somebody(case: Case, groups: Sequence[AttackGroup], place: Place) -> bool:
    """Whether a name is that of a speaker or attacker, what one is tied to (موالية لإيران), or where one stays."""
    start, end = reach(place.evidence)
    parties = [r for group in groups for mention in group.mentions for r in mention.attackers]
    claims = case.claims_told(place.evidence)
    parties += [(c.speaker_start, c.speaker_end) for c in claims]
    spoken = any(c.verb_end <= start and case.scan.text[c.verb_end : start].isspace() for c in claims)
    if spoken or any(start <= party[0] < end for party in parties):
        return True
    before = _words_before(case, start, [m.end for group in groups for m in group.mentions if m.end <= start])
    tied = before[-2:] if before[-1:] == ["من"] else before[-1:]
    return bool(_STAYING & set(before[-_STAYING_REACH:])) or bool(actor_lexicon().classes["linking"] & set(tied))


def _words_before(case: Case, start: int, triggers: Sequence[int]) -> list[str]:
    """The words of the clause before a name, back to the last attack, folded, without article and without clitics."""
    text = _CLAUSE_END.split(case.scan.text[max(0, start - _WORDS_BEFORE, *triggers) : start])[-1]
    words = fold_key(text).split()
    return [word.removeprefix("ال") for word in (words if text[-1:].isspace() else words[:-1])]


def _listed(case: Case, groups: Sequence[AttackGroup], place: Place) -> bool:
    """Whether a name goes on from a clause that tells the attack: "targets, among them X"."""
    for mention in (mention for group in groups for mention in group.mentions):
        between = case.scan.text[mention.clause_end : place.evidence.start]
        if mention.clause_end <= place.evidence.start and _AMONG.fullmatch(fold_key(between)):
            return True
    return False


def _around(case: Case, item: Incident, place: Place, read: Sequence[PlaceMention]) -> bool:
    """A wide name around a place of the attack: anywhere where the gazetteer says so, else beside its telling."""
    outer, others = _entries(case.scan.places, place), [p for p in item.places if p is not place]
    own = [e for other in others for e in _entries(case.scan.places, other)]
    inner = own if any(e.kind != "country" for e in own) else [*own, *(e for p in read for e in p.entries)]
    if any(contains(o, e) for o in outer for e in inner if o.id != e.id):
        return True
    home = case.line(place.evidence.start)
    if all(abs(home - n) > 1 for n in case.lines(item)) or _of_another_attack(case, item, place):
        return False
    governorate = any(o.kind in _WIDE - {"country"} for o in outer)
    return not (read or _points_back(item)) or (governorate and not any(_apart(o, e) for o in outer for e in inner))


def _apart(one: Entry, other: Entry) -> bool:
    return contains(one, other) is False and contains(other, one) is False


def _of_another_attack(case: Case, item: Incident, place: Place) -> bool:
    """Whether grammar reads a name as a place of another attack than those told in the incident's words."""
    own = case.attacks_told_in(item.evidence)
    others = (group for group in case.attacks_told(place.evidence) if group not in own)
    return any(p.start == place.evidence.start for group in others for p in group.places)


def _meant_by_noun(case: Case, item: Incident, place: Place, read: Sequence[PlaceMention]) -> bool:
    """The last name before a telling that only has a noun with article for its place: "on the town"."""
    if any(not _country(p) for p in read) or not _points_back(item):
        return False
    places = case.scan.places
    before = range(bisect_left(places, item.evidence[0].start, key=lambda p: p.start) - 1, -1, -1)
    last = next((places[i] for i in before if not any(e.kind in _WIDE for e in places[i].entries)), None)
    return last is not None and fold_key(last.raw) == fold_key(place.raw)


def _points_back(item: Incident) -> bool:
    """Whether the telling has a noun for a kind of place with its article: المدينة, بالبلدة."""
    heads = place_words().heads
    words = (word for e in item.evidence for word in fold_key(e.quote).split())
    told = (rest for word in words for _, rest in readings(word, article=False))
    return any(rest.startswith("ال") and rest[2:] in heads for rest in told)


def _country(place: PlaceMention) -> bool:
    return bool(place.entries) and all(e.kind == "country" for e in place.entries)


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


def _wording(case: Case) -> Iterator[Problem]:
    """Kind and relation of a place are what the words before it say, or the gazetteer where they say nothing."""
    for item in case.items.incidents:
        for place in item.places:
            read = read_at(case.scan.places, place.evidence)
            said = {(m.head or kind, m.relation) for m in read for kind in (None, *(e.kind for e in m.entries))}
            if (place.kind, place.relation) not in (said or {(None, None)}):
                message = (
                    f"The words around «{place.raw}» do not say {place.kind or 'no kind'}, {place.relation or 'at'}."
                )
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


RULES = (
    Rule("places.near", 3, _near),
    Rule("places.entry", 2, _entry),
    Rule("places.wording", 1, _wording),
    Rule("places.contained", 2, _contained),
)
