"""Which incident a casualty belongs to, what a claim is about, which whole a part is of: decided by nearness in the text."""

from collections.abc import Sequence

from extractor.arabic.mentions import Sentence
from extractor.arabic.scan import Scan
from extractor.build import Range, overlap
from schemas.casualty import Casualty
from schemas.claim import Act, Claim
from schemas.incident import Incident
from schemas.items import Items
from schemas.state import Item

_REACH = 3  # sentences back in which the attack of a casualty statement is looked for
_GENERAL = frozenset({Act.NO_COMMENT, Act.NO_CLAIM})


def linked(seen: Scan, items: Items) -> Items:
    """The items with `incident_id`, `claim_id` and `about` filled where the text decides them."""
    claims = tuple(c.model_copy(update={"about": _about(seen, c, items.incidents)}) for c in items.claims)
    casualties = tuple(
        k.model_copy(
            update={"incident_id": incident_for(seen, k, items.incidents), "claim_id": _claim_around(k, claims)}
        )
        for k in items.casualties
    )
    aggregates = tuple(a.model_copy(update={"claim_id": _claim_around(a, claims)}) for a in items.aggregates)
    return Items(items.incidents, casualties, claims, aggregates)


def incident_for(seen: Scan, casualty: Casualty, incidents: Sequence[Incident]) -> str | None:
    """The incident told in the same clause, else sentence, else shortly before; none for a toll over several."""
    if casualty.cumulative:
        return None
    where = (casualty.count.evidence.start, casualty.count.evidence.end)
    near = near_incidents(seen, where, incidents)
    return near[0].id if near else None


def near_incidents(seen: Scan, where: Range, incidents: Sequence[Incident]) -> list[Incident]:
    """Incidents told within reach of a range, the nearest first."""
    home = _number(seen, where[0])
    ranked = []
    for incident in incidents:
        for evidence in incident.evidence:
            back = home - _number(seen, evidence.start)
            if 0 <= back <= _REACH:
                inside = overlap(where, (evidence.start, evidence.end)) > 0
                ranked.append((not inside, back, abs(evidence.start - where[0]), incident))
    ranked.sort(key=lambda row: row[:3])
    return list({row[3].id: row[3] for row in ranked}.values())


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
    """Parts ("among them …") point at the nearest earlier count of the same harm in their sentence."""
    parts = {(m.start, m.end) for m in seen.casualties if m.subset}
    out = []
    for item in casualties:
        where = (item.count.evidence.start, item.count.evidence.end)
        whole = _whole(seen, item, casualties, parts) if where in parts else None
        out.append(item.model_copy(update={"subset_of": whole}))
    return tuple(out)


def _whole(seen: Scan, part: Casualty, all_: Sequence[Casualty], parts: set[Range]) -> str | None:
    start = part.count.evidence.start
    home: Sentence | None = seen.sentence_at(start)
    earlier = [
        c
        for c in all_
        if home and home.start <= c.count.evidence.start < start
        and (c.count.evidence.start, c.count.evidence.end) not in parts
    ]  # fmt: skip
    same = [c for c in earlier if c.harm is part.harm]
    return (same or earlier)[-1].id if earlier else None
