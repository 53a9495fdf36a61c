"""What grammar alone decides: items from the scanners' mentions, before any model is asked."""

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from extractor.arabic.attack_groups import AttackGroup
from extractor.arabic.attribution import ClaimMention
from extractor.arabic.casualties import CasualtyMention
from extractor.arabic.scan import Scan
from extractor.arabic.totals import TotalMention
from extractor.build import Range, item_id, place, quantity, span, when
from extractor.drafting.admissions import without_admitted
from extractor.drafting.blame import doers_of
from extractor.drafting.dating import with_days
from extractor.drafting.links import linked, with_wholes
from extractor.drafting.retellings import retold_once
from extractor.drafting.roles import role_of, with_roles
from extractor.drafting.whose import group_of_harmed
from schemas.actor import Actor, Target
from schemas.aggregate import Aggregate, Metric
from schemas.base import Span
from schemas.casualty import Casualty, CasualtyStatus, Harm, Who
from schemas.claim import Act, Claim, Speaker
from schemas.incident import Incident, IncidentKind, Reality
from schemas.items import Items
from schemas.state import Item, State

M = TypeVar("M")
I = TypeVar("I", bound=Item)  # noqa: E741 - the item type


def draft_by_grammar(seen: Scan, groups: Sequence[AttackGroup]) -> Items:
    """Items of every statement the grammar reads, with incidents made of the given attack groups."""
    told = _each(groups, lambda group, taken: incident(seen, group, taken))
    incidents = with_roles(with_days(seen, retold_once(seen, told)), seen.published)
    claims = _each(seen.claims, lambda mention, taken: claim(seen, mention, taken))
    casualties = _each(seen.casualties, lambda mention, taken: casualty(seen, mention, taken))
    aggregates = _each(seen.totals, lambda mention, taken: aggregate(seen, mention, taken))
    items = Items(incidents, with_wholes(seen, casualties), claims, aggregates)
    return without_admitted(seen, linked(seen, items))


def _each(mentions: Sequence[M], build: Callable[[M, Collection[str]], I]) -> tuple[I, ...]:
    """The item of every mention; `build` gets the ids already given."""
    out: dict[str, I] = {}
    for mention in mentions:
        item = build(mention, out.keys())
        out[item.id] = item
    return tuple(out.values())


def incident(seen: Scan, group: AttackGroup, taken: Collection[str]) -> Incident:
    """One attack from the mentions that tell it; every mention's clause is evidence."""
    first = group.mentions[0]
    clauses = list(dict.fromkeys((m.clause_start, m.clause_end) for m in group.mentions))
    munitions = group.munitions
    return Incident(
        id=item_id("i", clauses[0][0], taken),
        state=State.ACCEPTED,
        evidence=[span(seen.text, *c) for c in clauses],
        role=role_of(seen, first.start, group.date),
        reality=Reality.OCCURRED,
        kind=IncidentKind(group.kind),
        date=when(seen.text, group.date),
        places=[place(seen, p) for p in group.places],
        attackers=doers_of(seen, group),
        targets=[Target(raw=seen.text[slice(*r)], evidence=span(seen.text, *r)) for r in group.targets],
        weapons=[],
        munitions=quantity(seen.text, (munitions.start, munitions.phrase_end), munitions) if munitions else None,
        damage=None,
        linked=[],
    )


def casualty(seen: Scan, mention: CasualtyMention, taken: Collection[str]) -> Casualty:
    """A statement of harm; its links to incident, claim and whole are set once all items stand."""
    words = span(seen.text, mention.start, mention.end)
    return Casualty(
        id=item_id("k", mention.start, taken),
        state=State.ACCEPTED,
        evidence=[words, *_clause(seen, (mention.evidence_start, mention.evidence_end), (mention.start, mention.end))],
        incident_id=None,
        claim_id=None,
        harm=Harm(mention.harm),
        status=CasualtyStatus(mention.status),
        count=quantity(seen.text, (mention.start, mention.end), mention),
        who=_who(seen, mention),
        named=[],
        cumulative=mention.cumulative,
        subset_of=None,
        supersedes=None,
    )


def _who(seen: Scan, mention: CasualtyMention) -> Who:
    group = group_of_harmed(seen, mention)
    if mention.who_start is None or mention.who_end is None:
        return Who(raw=None, group=group)
    return Who(raw=seen.text[mention.who_start : mention.who_end], group=group)


def _clause(seen: Scan, clause: Range, words: Range) -> list[Span]:
    return [] if clause == words else [span(seen.text, *clause)]


def claim(seen: Scan, mention: ClaimMention, taken: Collection[str]) -> Claim:
    """A statement with its speaker; `about` is set once the incidents stand."""
    speaker = span(seen.text, mention.speaker_start, mention.speaker_end)
    accused = span(seen.text, *mention.accused) if mention.accused else None
    return Claim(
        id=item_id("c", mention.start, taken),
        state=State.ACCEPTED,
        evidence=[span(seen.text, mention.start, mention.end)],
        speaker=Speaker(
            raw=speaker.quote, evidence=speaker, via=seen.text[slice(*mention.via)] if mention.via else None
        ),
        act=Act(mention.act),
        modality=None,
        about=[],
        accused=Actor(raw=accused.quote, evidence=accused) if accused else None,
    )


def aggregate(seen: Scan, mention: TotalMention, taken: Collection[str]) -> Aggregate:
    """A total; `start:end` are its own words."""
    return Aggregate(
        id=item_id("a", mention.start, taken),
        state=State.ACCEPTED,
        evidence=[span(seen.text, mention.evidence_start, mention.evidence_end)],
        metric=Metric(mention.metric),
        total=quantity(seen.text, (mention.start, mention.end), mention.number),
        parts=[],
        period=None,
        claim_id=None,
    )
