"""The sides of an attack are told apart: who is struck, harmed, or only speaks of it is not who attacked."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from extractor.arabic.actors import ActorMention, scan_actors
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
from schemas.incident import Incident, IncidentKind
from schemas.record import Level

_MUTUAL = frozenset((IncidentKind.CLASH, IncidentKind.EXCHANGE))  # each side attacks the other
_WATCHERS = frozenset(("monitor", "international_organization", "media"))
_AGAINST = frozenset(("accuses", "denies"))  # what nobody says of an attack of his own
_NEAR = 200  # code points from the harmed to the party that is named with them
_TITLES = 4  # words of somebody's post between his name and his party: القيادي البارز في
_LAST = re.compile(r"(\w+)\W*$")


def _sides(case: Case) -> Iterator[Problem]:
    for item in case.items.incidents:
        groups = case.attacks_told_in(item.evidence)
        did = _read(groups, "attackers")
        struck = _read(groups, "targets")
        for actor in item.attackers:
            if why := _no_attacker(case, item, actor, groups):
                yield Problem(item.id, "attackers", why[0], f"«{actor.raw}» {why[1]}.", actor.evidence)
        for target in item.targets:
            here = target.evidence and reach(target.evidence)
            swapped = here and any(a <= here[0] < b for a, b in did) and not _among(here, struck)
            if swapped and item.kind not in _MUTUAL:
                message = f"«{target.raw}» is told as who attacked, not as who was struck."
                yield Problem(item.id, "targets", Level.REVIEW, message, target.evidence)


def _read(groups: Sequence[AttackGroup], role: str) -> list[Range]:
    """The parties that grammar reads in a role, in the whole attack and in each of its reports."""
    return [r for group in groups for told in (group, *group.mentions) for r in getattr(told, role)]


def _among(here: Range, parties: Sequence[Range]) -> bool:
    return any(overlap(here, party) for party in parties)


def _no_attacker(case: Case, item: Incident, actor: Actor, groups: Sequence[AttackGroup]) -> tuple[Level, str] | None:
    """Why an attacker is none, and how surely."""
    here, name = reach(actor.evidence), fold_key(actor.raw)
    if item.kind not in _MUTUAL and any(fold_key(t.raw) == name for t in item.targets):
        return Level.REJECT, "is given as who attacked and as who was struck"
    did = _read(groups, "attackers")
    if _among(here, did) or name in {fold_key(case.scan.text[a:b]) for a, b in did}:
        return None
    if _watches(case, here):
        return Level.REVIEW, "only tells of attacks"
    if accuses := _accuser(case, actor.evidence, groups):
        return accuses
    if item.kind in _MUTUAL:
        return None
    if _among(here, _read(groups, "targets")):
        return Level.REVIEW, "is told as who was struck"
    return (Level.REVIEW, "is told as who was harmed") if _harmed(case, here) else None


def _watches(case: Case, here: Range) -> bool:
    """Whether the name is one of a monitor, an organization or a medium, or only a source of news."""
    first = next(iter(fold_key(case.scan.text[slice(*here)]).split()), "")
    named = [a for a in _actors(case, here) if overlap((a.start, a.end), here)]
    return bare(first) in SOURCES or any(a.category in _WATCHERS for a in named)


def _accuser(case: Case, named: Span, groups: Sequence[AttackGroup]) -> tuple[Level, str] | None:
    """Who accuses another of this attack, condemns or denies it."""
    here, told = reach(named), [m.start for group in groups for m in group.mentions]
    for claim in case.claims_told(named):
        says = claim.act in _AGAINST and overlap(here, (claim.speaker_start, claim.speaker_end))
        if says and any(claim.start <= at < claim.end for at in told):
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
    whole = next((a for a in _actors(case, here) if a.start <= here[0] and here[1] <= a.end), None)
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


def _actors(case: Case, here: Range) -> Sequence[ActorMention]:
    """The actors that may share words with a range."""
    actors = scan_actors(case.scan.text)
    first = bisect_left(actors, here[0] - _NEAR, key=lambda a: a.start)
    return actors[first : bisect_left(actors, here[1], key=lambda a: a.start)]


RULES = (Rule("incidents.sides", 1, _sides),)
