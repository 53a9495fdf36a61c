"""Attackers that a statement names: who is accused of an attack, and who takes the responsibility for it.

The attack is often told without its doer, and a later sentence names him (واتهمت … الجيش بالوقوف وراء الهجوم).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from extractor.arabic.actor_lexicon import state_of
from extractor.arabic.actors import scan_actors
from extractor.arabic.attack_groups import AttackGroup
from extractor.arabic.fold import fold_key
from extractor.arabic.scan import Scan
from extractor.build import overlap, span
from schemas.actor import Actor
from schemas.base import Span
from schemas.claim import Act, Claim
from schemas.incident import Incident

_ARMED = frozenset({"state_forces", "coalition", "rebel_group", "jihadist", "militia", "armed_group", "state"})
_NOUNS = (
    "هجوم هجومين هجمات هجمه تفجير تفجيرين تفجيرات انفجار عمليه عمليتين غاره غارات غارتين ضربه ضربات قصف حادث حادثه "
    "جريمه مجزره مذبحه اعتداء استهداف اغتيال كمين اختطاف خطف اقتحام لغم عبوه صاروخ صواريخ قذيفه قذايف"
)
_MEANT = re.compile(
    rf"\b(?:[وف]?[بك]?ال|[وف]?لل)(?:{_NOUNS.replace(' ', '|')})\b"  # the definite noun: بالهجوم، للعملية
    r"|\b[وب]?(?:تنفيذ|ارتكاب|شن|تدبير|مسووليت\w+ عن)(?:ه|ها|هما|هم)\b"  # or a pronoun: بتنفيذها
)


_ADJECTIVE = ("ي", "يه", "يان", "يين", "يون", "يتان", "يتين")
_GOING_BACK = frozenset(
    (
        "الجماعه",
        "التنظيم",
        "الحركه",
        "الحزب",
        "المليشيا",
        "الميليشيا",
        "المليشيات",
        "الميليشيات",
        "المسلحون",
        "المسلحين",
        "المهاجمون",
        "المهاجمين",
    )
)  # somebody named before
_OCCUPATION = "احتلال"  # in news of these wars the army of Israel


def doers_of(seen: Scan, group: AttackGroup) -> list[Actor]:
    """The attackers of an attack, each party once: by its name rather than by the adjective of its state.

    `قصف إسرائيلي` says who; where the attack is told again with الجيش الإسرائيلي or إسرائيل, that is his name.
    """
    told = [*group.attackers, *(span for mention in group.mentions for span in mention.attackers)]
    named = [r for r in dict.fromkeys(told) if not _adjective(seen.text[slice(*r)])]
    by_state = {state: r for r in reversed(named) for state in _states(seen.text[slice(*r)])}
    kept = [
        by_state.get(next(iter(_states(words))), r) if _adjective(words := seen.text[slice(*r)]) else r
        for r in group.attackers
    ]
    return _once([Actor(raw=seen.text[slice(*r)], evidence=span(seen.text, *r)) for r in kept])


def _adjective(words: str) -> bool:
    """Whether an actor is only an adjective of a state."""
    key = fold_key(words)
    return state_of(key) is not None and " " not in key and key.endswith(_ADJECTIVE)


def _states(words: str) -> frozenset[str]:
    parts = fold_key(words).split()
    own = (
        state_of(fold_key("إسرائيلي")) if part.removeprefix("ال") == _OCCUPATION else state_of(part) for part in parts
    )
    return frozenset(state for state in own if state)


def means_an_attack(words: str) -> bool:
    """Whether a statement points back at an attack by a definite noun or a pronoun of its doing."""
    return _MEANT.search(fold_key(words)) is not None


def with_blamed(seen: Scan, incidents: Sequence[Incident], claims: Sequence[Claim]) -> tuple[Incident, ...]:
    """Attacks told without a doer get those whom the statements about them accuse, or who claim them."""
    blamed: dict[str, list[Actor]] = {}
    by_id = {i.id: i for i in incidents}
    for claim in claims:
        doers = list(_doers(seen, claim))
        about = [by_id[name] for name in claim.about]
        placed = any(fold_key(d.raw) == fold_key(a.raw) for d in doers for i in about for a in i.attackers)
        for incident in about:
            if not placed or _told_in(claim, incident):
                blamed.setdefault(incident.id, []).extend(doers)
    doers_by_id = {i.id: _once(i.attackers or blamed.get(i.id, [])) for i in incidents}
    return tuple(
        i if doers_by_id[i.id] == i.attackers else i.model_copy(update={"attackers": doers_by_id[i.id]})
        for i in incidents
    )


def _told_in(claim: Claim, incident: Incident) -> bool:
    """Whether a statement tells the attack first; one that only goes back to it may be on what came after (بعد هذا)."""
    where, told = claim.evidence[0], incident.evidence[0]
    return overlap((where.start, where.end), (told.start, told.end)) > 0


def _doers(seen: Scan, claim: Claim) -> Iterator[Actor]:
    if claim.act is Act.ACCUSES and claim.accused:
        yield claim.accused
    elif claim.act is Act.ACCUSES:
        spoken, speaker = claim.evidence[0], claim.speaker.evidence
        others = [a for a in _armed_in(seen, spoken) if not _share(a, speaker)]
        yield from others if len(others) == 1 else ()  # of two, only reading says who is blamed
    if claim.act is Act.CLAIMS_RESPONSIBILITY:
        yield from _armed_in(seen, claim.speaker.evidence)[:1]


def _armed_in(seen: Scan, where: Span) -> list[Actor]:
    actors = scan_actors(seen.text)
    first = bisect_left(actors, where.start, key=lambda actor: actor.end)
    last = bisect_left(actors, where.end, key=lambda actor: actor.start)
    armed = [
        span(seen.text, a.start, a.end) for a in actors[first:last] if a.category in _ARMED and a.end > where.start
    ]
    return [Actor(raw=words.quote, evidence=words) for words in armed]


def _share(actor: Actor, where: Span) -> bool:
    return overlap((actor.evidence.start, actor.evidence.end), (where.start, where.end)) > 0


def _once(actors: Sequence[Actor]) -> list[Actor]:
    """Each party once, in order; a state's adjective, or a noun that goes back, only where nothing else names it."""
    named = {state for actor in actors if not _adjective(actor.raw) for state in _states(actor.raw)}
    kept: dict[str, Actor] = {}
    for actor in actors:
        if not (_adjective(actor.raw) and _states(actor.raw) <= named):
            kept.setdefault(fold_key(actor.raw), actor)
    fullest = [actor for key, actor in kept.items() if key not in _GOING_BACK]
    return fullest or list(kept.values())
