"""Which incident a casualty belongs to, what a claim is about, which whole a part is of: decided by nearness."""

from collections.abc import Sequence

from extractor.arabic.scan import Scan
from extractor.build import Range, overlap
from schemas.casualty import Casualty, Group, Who
from schemas.claim import Act, Claim
from schemas.incident import Incident, Role
from schemas.items import Items
from schemas.state import Item

_REACH = 3  # sentences back in which the attack of a casualty statement is looked for
_GENERAL = frozenset({Act.NO_COMMENT, Act.NO_CLAIM})


def linked(seen: Scan, items: Items) -> Items:
    """The items with `incident_id`, `claim_id` and `about` filled where the text decides them."""
    claims = tuple(c.model_copy(update={"about": _about(seen, c, items.incidents)}) for c in items.claims)
    casualties = tuple(_tied(seen, k, items.incidents, claims) for k in items.casualties)
    aggregates = tuple(a.model_copy(update={"claim_id": _claim_around(a, claims)}) for a in items.aggregates)
    return Items(items.incidents, casualties, claims, aggregates)


def _tied(seen: Scan, item: Casualty, incidents: Sequence[Incident], claims: Sequence[Claim]) -> Casualty:
    cumulative = bool(item.cumulative) or _beside_a_total(seen, item)
    incident = None if cumulative else incident_for(seen, item, incidents)
    links = {"cumulative": cumulative, "incident_id": incident, "claim_id": _claim_around(item, claims)}
    return item.model_copy(update=links)


def _beside_a_total(seen: Scan, item: Casualty) -> bool:
    """A count told with a number of attacks (55 هجوما ... أدت إلى) is a toll over them."""
    home = seen.sentence_at(item.count.evidence.start)
    return home is not None and any(
        t.metric == "attacks" and home.start <= t.start < min(home.end, item.count.evidence.start)
        and (t.low is None or t.low > 2)
        for t in seen.totals
    )  # fmt: skip


def incident_for(seen: Scan, casualty: Casualty, incidents: Sequence[Incident]) -> str | None:
    """The incident told in the same clause, else sentence, else shortly before, else the one that is the news."""
    where = (casualty.count.evidence.start, casualty.count.evidence.end)
    near = near_incidents(seen, where, incidents)
    if near:
        return near[0].id
    return next((i.id for i in incidents if i.role is Role.FOCAL and i.places), None)


def near_incidents(seen: Scan, where: Range, incidents: Sequence[Incident]) -> list[Incident]:
    """Incidents told within reach of a range: those around it, then those with a place, then the nearest first."""
    home = _number(seen, where[0])
    ranked = []
    for incident in incidents:
        for evidence in incident.evidence:
            back = home - _number(seen, evidence.start)
            if 0 <= back <= _REACH:
                inside = overlap(where, (evidence.start, evidence.end)) > 0
                after = evidence.start > where[0]
                ranked.append((not incident.places, not inside, back, after, abs(evidence.start - where[0]), incident))
    ranked.sort(key=lambda row: row[:5])
    return list({row[5].id: row[5] for row in ranked}.values())


def _number(seen: Scan, offset: int) -> int:
    sentence = seen.sentence_at(offset)
    return int(sentence.id[1:]) if sentence else 0


def _about(seen: Scan, claim: Claim, incidents: Sequence[Incident]) -> list[str]:
    where = (claim.evidence[0].start, claim.evidence[0].end)
    told = [i.id for i in incidents if any(overlap(where, (e.start, e.end)) for e in i.evidence)]
    if told or claim.act not in _GENERAL:
        return told
    return [i.id for i in near_incidents(seen, where, incidents)[:1]]


def _claim_around(item: Item, claims: Sequence[Claim]) -> str | None:
    where = (item.evidence[0].start, item.evidence[0].end)
    around = [c for c in claims if overlap(where, (c.evidence[0].start, c.evidence[0].end)) == where[1] - where[0]]
    return min(around, key=lambda c: c.evidence[0].end - c.evidence[0].start).id if around else None


def with_wholes(seen: Scan, casualties: Sequence[Casualty]) -> tuple[Casualty, ...]:
    """Parts ("among them …") point at the nearest earlier count of the same harm in their sentence.

    Words that only point back ("others", "two of them") are of the group that the count before them names.
    """
    parts = {(m.start, m.end) for m in seen.casualties if m.subset}
    out: list[Casualty] = []
    for item in casualties:
        where = (item.count.evidence.start, item.count.evidence.end)
        before = _before(seen, item, out)
        whole = _whole(item, before, parts) if where in parts else None
        out.append(item.model_copy(update={"subset_of": whole, "who": _same_people(item, before)}))
    return tuple(out)


def _before(seen: Scan, item: Casualty, earlier: Sequence[Casualty]) -> list[Casualty]:
    home = seen.sentence_at(item.count.evidence.start)
    return [c for c in earlier if home and home.start <= c.count.evidence.start < item.count.evidence.start]


def _whole(part: Casualty, before: Sequence[Casualty], parts: set[Range]) -> str | None:
    wholes = [c for c in before if (c.count.evidence.start, c.count.evidence.end) not in parts]
    same = [c for c in wholes if c.harm is part.harm]
    return (same or wholes)[-1].id if wholes else None


_POINTING = ("آخر", "اخر", "منهم", "منهما", "الجرحى", "القتلى")


def _same_people(item: Casualty, before: Sequence[Casualty]) -> Who:
    points = item.who.raw is None or any(word in item.count.raw for word in _POINTING)
    if item.who.group is not Group.UNKNOWN or not points or not before:
        return item.who
    return item.who.model_copy(update={"group": before[-1].who.group})
