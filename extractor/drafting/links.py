"""Which incident a casualty belongs to, what a claim is about, which whole a part is of: decided by nearness."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.arabic.attack_places import is_country, is_site, is_wide
from extractor.arabic.fold import fold_key
from extractor.arabic.scan import Scan
from extractor.arabic.tense import is_pluperfect
from extractor.arabic.toll_words import goes_back
from extractor.build import Range, overlap
from extractor.drafting.blame import means_an_attack, with_blamed
from extractor.drafting.tolls import over_several
from schemas.base import Span
from schemas.casualty import Casualty, Group, Who
from schemas.claim import Act, Claim
from schemas.incident import Incident, Role
from schemas.items import Items
from schemas.state import Item

_LATEST = 40  # counts or claims before one that may hold it; no sentence of news has more
_LONGEST = 2_000  # code points: no clause that tells an attack runs on longer
_REACH = 3  # sentences back in which the attack of a casualty statement is looked for
_GENERAL = frozenset({Act.NO_COMMENT, Act.NO_CLAIM})
_DOERS = frozenset({Act.ACCUSES, Act.CLAIMS_RESPONSIBILITY})
_NO_TOLL = frozenset({Act.THREATENS, Act.NO_COMMENT, Act.NO_CLAIM})  # who threatens does not vouch for a toll


@dataclass(frozen=True, slots=True)
class Telling:
    """A piece of evidence of an incident, and the number of the sentence it starts in."""

    sentence: int
    evidence: Span
    incident: Incident


def tellings(seen: Scan, incidents: Sequence[Incident]) -> list[Telling]:
    """Every telling of every incident, in text order."""
    told = [Telling(_number(seen, e.start), e, incident) for incident in incidents for e in incident.evidence]
    return sorted(told, key=lambda telling: telling.evidence.start)


def linked(seen: Scan, items: Items) -> Items:
    """The items with `incident_id`, `claim_id` and `about` filled where the text decides them."""
    told = tellings(seen, items.incidents)
    claims = tuple(c.model_copy(update={"about": _about(seen, c, told)}) for c in items.claims)
    in_order = sorted(claims, key=lambda claim: claim.evidence[0].start)  # a model need not list them so
    tolls = over_several(seen, items.casualties, _of_one_attack(seen, items.casualties, told))
    placed = [t.incident for t in told if t.incident.places]
    news = next((i.id for i in placed if i.role is Role.FOCAL), next((i.id for i in placed), None))
    casualties = tuple(
        k.model_copy(
            update={
                "cumulative": k.id in tolls,
                "incident_id": None if k.id in tolls else incident_for(seen, k, told, news),
                "claim_id": _claim_around(k, in_order),
            }
        )
        for k in items.casualties
    )
    incidents = with_blamed(seen, items.incidents, in_order)
    aggregates = tuple(a.model_copy(update={"claim_id": _claim_around(a, in_order)}) for a in items.aggregates)
    return Items(incidents, casualties, claims, aggregates)


def incident_for(seen: Scan, casualty: Casualty, told: Sequence[Telling], news: str | None) -> str | None:
    """The incident told in the same clause, else sentence, else shortly before, else the one that is the news.

    One whose place the count's sentence names last goes before a nearer one that is told elsewhere.
    """
    if _over_before(seen, casualty, told):
        return None
    near = _told_with(seen, casualty, told)
    return ((len(near) > 1 and _placed(seen, casualty, near)) or near[0]).id if near else news


def open_choice(seen: Scan, casualty: Casualty, told: Sequence[Telling]) -> list[Incident]:
    """The incidents among which nearness alone decides, nearest first; none where clause or place settles it."""
    near = [] if _over_before(seen, casualty, told) else _told_with(seen, casualty, told)
    return near if len(near) > 1 and _placed(seen, casualty, near) is None else []


def _told_with(seen: Scan, casualty: Casualty, told: Sequence[Telling]) -> list[Incident]:
    """The one told around a count, else those told in its clause, else those told near it; nearest first."""
    where = (casualty.count.evidence.start, casualty.count.evidence.end)
    near = near_incidents(seen, where, told)
    if near and near[0].id in _told_in(told, where):
        return near[:1]
    around = _told_in(told, (casualty.evidence[-1].start, casualty.evidence[-1].end))
    return [i for i in near if i.id in around] or near


def _told_in(told: Sequence[Telling], where: Range) -> list[str]:
    """The incidents of which a telling shares words with a range, in text order."""
    first = bisect_left(told, where[0] - _LONGEST, key=lambda telling: telling.evidence.start)
    last = bisect_left(told, where[1], key=lambda telling: telling.evidence.start)
    inside = (t for t in told[first:last] if overlap(where, (t.evidence.start, t.evidence.end)))
    return list({t.incident.id: None for t in inside})


def _over_before(seen: Scan, casualty: Casualty, told: Sequence[Telling]) -> bool:
    """Whether a count is of what had been before the news (وكان جندي قد قتل), in an attack not told."""
    home = seen.sentence_at(casualty.count.evidence.start)
    return home is not None and is_pluperfect(home.text) and not _told_in(told, (home.start, home.end))


def _of_one_attack(seen: Scan, casualties: Sequence[Casualty], told: Sequence[Telling]) -> frozenset[str]:
    """The counts whose strikes are told as one attack on a site: in their clause, or before it (أسفرت الغارات عن)."""
    found = set()
    for item in (k for k in casualties if k.cumulative):
        clause = item.evidence[-1]
        back = goes_back(clause.quote)
        near = near_incidents(seen, (clause.start, clause.end), told)[:1]
        if near and (back or _told_in(told, (clause.start, clause.end))):
            named = _sites(seen, near[0].evidence if back else [clause], item)
            found |= {item.id for place in near[0].places if fold_key(place.raw) in named}
    return frozenset(found)


def _sites(seen: Scan, told: Sequence[Span], item: Casualty) -> frozenset[str]:
    """The folded names of the towns and narrower places in some evidence, and in the sentence of a count."""
    home = seen.sentence_at(item.count.evidence.start)
    where = [*((e.start, e.end) for e in told), *([(home.start, home.end)] if home else [])]
    ranges = ((bisect_left(seen.places, at, key=lambda p: p.start) for at in r) for r in where)
    return frozenset(fold_key(p.raw) for first, last in ranges for p in seen.places[first:last] if is_site(p))


def _placed(seen: Scan, casualty: Casualty, near: Sequence[Incident]) -> Incident | None:
    """The incident at the place that stands last before a count in its sentence, or in its clause."""
    home = seen.sentence_at(casualty.count.evidence.start)
    names = {fold_key(place.raw): i for i in reversed(near) for place in i.places}
    first = bisect_left(seen.places, home.start if home else 0, key=lambda place: place.start)
    last = bisect_left(seen.places, casualty.evidence[-1].end, key=lambda place: place.start)
    latest = (p for p in reversed(seen.places[max(first, last - _LATEST) : last]) if not (is_wide(p) or is_country(p)))
    named = (names.get(fold_key(place.raw)) for place in latest)
    return next((incident for incident in named if incident), None)


def near_incidents(seen: Scan, where: Range, told: Sequence[Telling]) -> list[Incident]:
    """Incidents told within reach of a range: those around it, then those with a place, then the nearest first."""
    if not told:
        return []
    home = _number(seen, where[0])
    first = bisect_left(told, home - _REACH, key=lambda telling: telling.sentence)
    last = bisect_right(told, home, key=lambda telling: telling.sentence)

    def distance(t: Telling) -> tuple[bool, bool, int, bool, int]:
        around = overlap(where, (t.evidence.start, t.evidence.end)) > 0
        after = t.evidence.start > where[0]
        return not around, not t.incident.places, home - t.sentence, after, abs(t.evidence.start - where[0])

    return list({t.incident.id: t.incident for t in sorted(told[first:last], key=distance)}.values())


def _number(seen: Scan, offset: int) -> int:
    sentence = seen.sentence_at(offset)
    return int(sentence.id[1:]) if sentence else 0


def _about(seen: Scan, claim: Claim, told: Sequence[Telling]) -> list[str]:
    where = (claim.evidence[0].start, claim.evidence[0].end)
    inside = _told_in(told, where)
    if inside or not (claim.act in _GENERAL or (claim.act in _DOERS and means_an_attack(claim.evidence[0].quote))):
        return inside
    return [i.id for i in near_incidents(seen, where, told)[:1]]


def _claim_around(item: Item, claims: Sequence[Claim]) -> str | None:
    where = (item.evidence[0].start, item.evidence[0].end)
    last = bisect_right(claims, where[0], key=lambda claim: claim.evidence[0].start)
    latest = claims[max(0, last - _LATEST) : last]
    around = [c for c in latest if c.act not in _NO_TOLL and where[1] <= c.evidence[0].end]
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
        wholes = [c for c in before if (c.count.evidence.start, c.count.evidence.end) not in parts]
        whole = _whole(item, wholes) if where in parts else None
        who = _same_people(item, before if where in parts else wholes)
        same = whole == item.subset_of and who is item.who
        out.append(item if same else item.model_copy(update={"subset_of": whole, "who": who}))
    mixed = _mixed(out)
    return tuple(
        k.model_copy(update={"who": k.who.model_copy(update={"group": Group.MIXED})}) if k.id in mixed else k
        for k in out
    )


def _mixed(casualties: Sequence[Casualty]) -> frozenset[str]:
    """Combatants among whom civilians are counted (جنديان وإصابة 53 آخرين بينهم مدنيون) are not all combatants."""
    armed = {k.id for k in casualties if k.who.group is Group.MILITARY}
    return frozenset(k.subset_of for k in casualties if k.subset_of in armed and k.who.group is Group.CIVILIAN)


def _before(seen: Scan, item: Casualty, earlier: Sequence[Casualty]) -> list[Casualty]:
    home = seen.sentence_at(item.count.evidence.start)
    latest = earlier[-_LATEST:]
    return [c for c in latest if home and home.start <= c.count.evidence.start < item.count.evidence.start]


def _whole(part: Casualty, wholes: Sequence[Casualty]) -> str | None:
    same = [c for c in wholes if c.harm is part.harm]
    return (same or wholes)[-1].id if wholes else None


_POINTING = ("آخر", "اخر", "منهم", "منهما", "الجرحى", "القتلى")


def _same_people(item: Casualty, before: Sequence[Casualty]) -> Who:
    points = item.who.raw is None or any(word in item.count.raw for word in _POINTING)
    if item.who.group is not Group.UNKNOWN or not points or not before or before[-1].who.group is Group.UNKNOWN:
        return item.who
    return item.who.model_copy(update={"group": before[-1].who.group})
