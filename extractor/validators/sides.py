"""The sides of an attack are told apart: who is struck, harmed, or only speaks of it is not who attacked."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.arabic.actors import ActorMention
from extractor.arabic.attack_groups import AttackGroup
from extractor.arabic.casualties import CasualtyMention
from extractor.arabic.fold import fold_key
from extractor.arabic.scene_words import scene_classes
from extractor.arabic.speech import bare, speech_form
from extractor.build import Range, overlap
from extractor.validators.case import Case, Problem, Rule, reach
from extractor.validators.speakers import SOURCES
from schemas.actor import Actor
from schemas.base import Span
from schemas.incident import IncidentKind
from schemas.record import Level

_MUTUAL = frozenset((IncidentKind.CLASH, IncidentKind.EXCHANGE))  # each side attacks the other
_WATCHERS = frozenset(("monitor", "international_organization", "media"))
_AGAINST = frozenset(("accuses", "denies"))  # what nobody says of an attack of his own
_NEAR = 200  # code points that a party's name is long, or stands from the harmed whom it is named with
_TITLES = 4  # words of somebody's post between his name and his party: القيادي البارز في
_LAST = re.compile(r"(\w+)\W*$")


@dataclass(frozen=True)
class _Told:
    """What grammar reads of an incident: words for who attacks and who is struck, and the words of attack, sorted."""

    did: Sequence[Range]
    struck: Sequence[Range]
    names: frozenset[str]
    attacks: Sequence[int]


def _sides(case: Case) -> Iterator[Problem]:
    for item in case.items.incidents:
        told = _read(case, case.attacks_told_in(item.evidence))
        struck = set() if item.kind in _MUTUAL else {fold_key(t.raw) for t in item.targets}
        for actor in item.attackers:
            if fold_key(actor.raw) in struck:
                message = f"«{actor.raw}» is given as who attacked and as who was struck."
                yield Problem(item.id, "attackers", Level.REJECT, message, actor.evidence)
            elif why := _no_attacker(case, actor, told, mutual=item.kind in _MUTUAL):
                yield Problem(item.id, "attackers", why[0], f"«{actor.raw}» {why[1]}.", actor.evidence)
        for target in item.targets if item.kind not in _MUTUAL else ():
            here = reach(target.evidence)
            if _among((here[0], here[0] + 1), told.did) and not _among(here, told.struck):
                message = f"«{target.raw}» is told as who attacked, not as who was struck."
                yield Problem(item.id, "targets", Level.REVIEW, message, target.evidence)


def _read(case: Case, groups: Sequence[AttackGroup]) -> _Told:
    reports = [m for group in groups for m in group.mentions]
    did = {party for each in (groups, reports) for told in each for party in told.attackers}
    struck = {party for each in (groups, reports) for told in each for party in told.targets}
    names = frozenset(fold_key(case.scan.text[a:b]) for a, b in did)
    return _Told(sorted(did), sorted(struck), names, sorted(m.start for m in reports))


def _among(here: Range, parties: Sequence[Range]) -> bool:
    near = parties[bisect_left(parties, (here[0] - _NEAR, 0)) : bisect_left(parties, (here[1], 0))]
    return any(overlap(here, party) for party in near)


def _no_attacker(case: Case, actor: Actor, told: _Told, *, mutual: bool) -> tuple[Level, str] | None:
    """Why an attacker is none, and how surely."""
    here = reach(actor.evidence)
    if _among(here, told.did) or fold_key(actor.raw) in told.names:
        return None
    if _watches(case, here):
        return Level.REVIEW, "only tells of attacks"
    if accuses := _accuser(case, actor.evidence, told):
        return accuses
    if mutual:
        return None
    if _among(here, told.struck):
        return Level.REVIEW, "is told as who was struck"
    return (Level.REVIEW, "is told as who was harmed") if _harmed(case, here) else None


def _watches(case: Case, here: Range) -> bool:
    """Whether the name is one of a monitor, an organization or a medium, or only a source of news."""
    first = next(iter(fold_key(case.scan.text[slice(*here)]).split()), "")
    return bare(first) in SOURCES or any(a.category in _WATCHERS for a in case.actors_in(here))


def _accuser(case: Case, named: Span, told: _Told) -> tuple[Level, str] | None:
    """Who accuses another of this attack, condemns or denies it."""
    here = reach(named)
    for claim in case.claims_told(named):
        says = claim.act in _AGAINST and overlap(here, (claim.speaker_start, claim.speaker_end))
        if says and bisect_left(told.attacks, claim.start) < bisect_left(told.attacks, claim.end):
            certain = claim.act == "accuses" and claim.accused is not None
            return (Level.REJECT if certain else Level.REVIEW), f"{claim.act} in these words"
    word = _LAST.search(fold_key(case.scan.text[max(0, here[0] - 20) : here[0]]))
    verb = speech_form(word.group(1)) if word else None
    return (
        (Level.REVIEW, "accuses or denies here") if verb and verb[1] == "finite" and verb[0].act in _AGAINST else None
    )


def _harmed(case: Case, here: Range) -> bool:
    """Whether a name is that of the harmed (ثلاثة من حزب الله), or of the party that they are said to belong to."""
    mentions = case.scan.casualties
    first = bisect_left(mentions, here[0] - _NEAR, key=lambda k: k.start)
    near = mentions[first : bisect_left(mentions, here[1], key=lambda k: k.start)]
    whole = next((a for a in case.actors_in(here) if a.start <= here[0] and here[1] <= a.end), None)
    return any(_belong(case.scan.text, k, here, whole) for k in near if k.harm != "captured")


def _belong(text: str, harmed: CasualtyMention, here: Range, whole: ActorMention | None) -> bool:
    end = max(harmed.end, harmed.who_end or 0)
    if here[0] < end or (whole and whole.start < end):
        return True
    between = fold_key(text[end : here[0]]).split()
    if any(not word.isalpha() for word in between) or len(between) > _TITLES:
        return False
    *titles, last = between or [""]
    if last in ("من", "في", "ب"):
        return not titles or _member(titles)
    return _member(between)


def _member(words: Sequence[str]) -> bool:
    return any("members" in scene_classes(word) for word in words[:2])


RULES = (Rule("incidents.sides", 1, _sides),)
