"""Reports grouped into candidate incidents, each with its places, date and munitions.

Two reports are one incident when grammar or news style says so: a definite noun without place or date refers to the
latest attack it can mean; a clause without place or date goes on from the attack before it in its sentence; reports of
compatible kind at the same finest place and at no different date tell the same. "Second" or "another" starts a new one.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.arabic.attack_words import attack_words
from extractor.arabic.attacks import AttackMention
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import DateMention, NumberMention, PlaceMention

_FAMILY = {
    "rocket_attack": "fire", "shelling": "fire", "exchange": "fire", "drone_attack": "air", "airstrike": "air",
    "ied": "bomb", "suicide_attack": "bomb", "clash": "ground", "shooting": "ground", "raid": "ground",
}  # fmt: skip
_WIDE = frozenset(("country", "region", "governorate"))
_ANOTHER = attack_words().sets["another"]
_ORIGIN = frozenset(("من",))
_NEAR = attack_words().sets["near"]
_LEADING = 12  # characters before a date that still leads its paragraph (ويوم, وفي)
_NO_CONTENT = attack_words().sets["no_content"]
_STAYING = attack_words().sets["staying"]


@dataclass(frozen=True, slots=True)
class Report:
    """One mention with what its own clause says of place and time."""

    mention: AttackMention
    places: tuple[PlaceMention, ...]
    date: DateMention | None
    own_date: bool
    another: bool
    attacker_words: frozenset[str]
    target_words: frozenset[str]
    narrow: frozenset[str]
    wide: frozenset[str]


@dataclass(frozen=True, slots=True)
class AttackGroup:
    """A candidate incident: its reports in text order, the first the fullest told first in the text.

    `places` run from the most specific to the widest; `munitions` is the number of munitions its clauses state.
    """

    mentions: tuple[AttackMention, ...]
    kind: str
    places: tuple[PlaceMention, ...]
    date: DateMention | None
    munitions: NumberMention | None
    attackers: tuple[tuple[int, int], ...]
    targets: tuple[tuple[int, int], ...]


def group_attacks(
    mentions: Sequence[AttackMention],
    text: str,
    numbers: Sequence[NumberMention],
    places: Sequence[PlaceMention],
    dates: Sequence[DateMention],
) -> list[AttackGroup]:
    """Candidate incidents in text order; mentions that tell of no incident are left out."""
    reports = _reports([m for m in mentions if m.candidate], text, places, dates)
    munitions = [n for n in numbers if _is_munition(n)]
    return [_group([reports[i] for i in members], munitions) for members in _merged(reports)]


def _reports(
    mentions: Sequence[AttackMention], text: str, places: Sequence[PlaceMention], dates: Sequence[DateMention]
) -> list[Report]:
    place_starts, date_starts = [p.start for p in places], [d.start for d in dates]
    reports: list[Report] = []
    for i, mention in enumerate(mentions):
        own: tuple[PlaceMention, ...] = ()
        for first, last in _segments(mentions, i):
            found = places[bisect_left(place_starts, first) : bisect_left(place_starts, last)]
            own = own or _ranked(found, mention, text)
        dated = [dates[bisect_left(date_starts, a) : bisect_left(date_starts, b)] for a, b in _segments(mentions, i)]
        paragraph = text.rfind("\n", 0, mention.start) + 1
        earlier = dates[bisect_left(date_starts, paragraph) : bisect_left(date_starts, mention.start)][:1]
        date = next((d for d in dated[0] if d.first), dated[0][0] if dated[0] else None)
        leading = next((d for d in earlier if d.start - paragraph <= _LEADING), None)
        nearby = next((d for d in dated[1] if d.first), None)
        reports.append(
            Report(
                mention=mention,
                places=own,
                date=date or leading or nearby,
                own_date=bool(date),
                another=_another(mention, text),
                attacker_words=_words(mention.attackers, text),
                target_words=_words(mention.targets, text),
                narrow=_names(own, wide=False),
                wide=_names(own, wide=True),
            )
        )
    return reports


def _words(ranges: Sequence[tuple[int, int]], text: str) -> frozenset[str]:
    """Content words of some ranges, folded and without the article."""
    words = {w.removeprefix("ال") for start, end in ranges for w in fold_key(text[start:end]).split()}
    return frozenset(w for w in words if len(w) > 2) - _NO_CONTENT


def _another(mention: AttackMention, text: str) -> bool:
    """ضربة ثانية, قصف آخر."""
    words = {
        *fold_key(text[mention.start : mention.end]).split(),
        *fold_key(text[mention.end : mention.end + 20]).split()[:1],
    }
    return bool(words & _ANOTHER)


def _segments(mentions: Sequence[AttackMention], at: int) -> list[tuple[int, int]]:
    """Where the place of a mention may stand: its part of the clause, on to the next mention, back to the last."""
    mention = mentions[at]
    first, last = mention.clause_start, mention.clause_end
    before = mentions[at - 1] if at and mentions[at - 1].sentence_id == mention.sentence_id else None
    after = mentions[at + 1] if at + 1 < len(mentions) else None
    if before and before.clause_start == first:
        first = mention.start
    if after and after.clause_start == mention.clause_start:
        last = after.start
    beyond = min(mention.sentence_end, after.start if after else mention.sentence_end)
    return [(first, last), (last, beyond), (before.end if before else mention.sentence_start, first)]


def _ranked(places: Sequence[PlaceMention], mention: AttackMention, text: str) -> tuple[PlaceMention, ...]:
    """The places where it happened, the narrowest first; a country only when nothing narrower is named."""
    told = [p for p in places if not _of_actor(p, mention, text)]
    narrow = [p for p in told if not _is_country(p)] or told
    return tuple(sorted(narrow, key=_is_wide))


def _of_actor(place: PlaceMention, mention: AttackMention, text: str) -> bool:
    """Inside the attacker's name, where an actor stays (المتمركزة في), or where something comes from (من)."""
    if any(start <= place.start < end for start, end in mention.attackers):
        return True
    before = fold_key(text[max(0, place.start - 40) : place.start]).split()
    if before[-1:] and before[-1] in _ORIGIN:
        return not before[-2:-1] or before[-2] not in _NEAR
    return bool(_STAYING & set(before[-3:]))


def _is_wide(place: PlaceMention) -> bool:
    return place.head in ("محافظة", "ريف", "ولاية") or any(e.kind in _WIDE for e in place.entries)


def _is_country(place: PlaceMention) -> bool:
    return bool(place.entries) and all(e.kind == "country" for e in place.entries)


def _merged(reports: Sequence[Report]) -> list[list[int]]:
    """Indices of the reports of each incident, in text order; what only alludes to attacks is left out."""
    groups: list[list[int]] = []
    for i, report in enumerate(reports):
        found = next((g for g in reversed(groups[-_OPEN:]) if _same(report, [reports[j] for j in g[-_OPEN:]])), None)
        if found is not None:
            found.append(i)
        else:
            groups.append([i])
    return [g for g in groups if any(_tells(reports[i]) for i in g)]


def _tells(report: Report) -> bool:
    """A date, a place below the country, or both parties; a back reference alone tells of nothing new."""
    if report.own_date or any(not _is_country(p) for p in report.places):
        return True
    return bool(report.mention.attackers and report.mention.targets) and not report.mention.anaphoric


_OPEN = 20  # incidents that later words may still mean


def _same(report: Report, group: Sequence[Report]) -> bool:
    if report.another or not any(_compatible(report.mention, r.mention) for r in group):
        return False
    if report.mention.anaphoric:
        return not report.own_date or _same_time(report, group)
    if not _same_time(report, group):
        return False
    known = frozenset[str]().union(*(r.narrow for r in group))
    if report.narrow and known:
        return bool(known & report.narrow)
    if not report.places and not report.own_date and report.mention.sentence_id == group[-1].mention.sentence_id:
        return _goes_on(report, group)
    mine, theirs = report.wide, frozenset[str]().union(*(r.wide for r in group))
    if mine and theirs and not mine & theirs:
        return False
    if report.own_date and any(r.date and r.date.first for r in group) and mine & theirs:
        return True
    return _overlap(report.target_words, [r.target_words for r in group]) or (
        _overlap(report.attacker_words, [r.attacker_words for r in group]) and not report.own_date
    )


def _names(places: Sequence[PlaceMention], *, wide: bool) -> frozenset[str]:
    """Folded names of some places, the narrow or the wide ones; a country is neither."""
    return frozenset(fold_key(p.raw) for p in places if _is_wide(p) == wide and not _is_country(p))


def _overlap(mine: frozenset[str], others: Sequence[frozenset[str]]) -> bool:
    """Half of the words of the shorter phrase are shared."""
    return any(mine and o and len(mine & o) * 2 >= min(len(mine), len(o)) for o in others)


def _goes_on(report: Report, group: Sequence[Report]) -> bool:
    """A clause without place or date goes on from the attack before it unless it names another attacker."""
    return not report.mention.attackers or report.mention.kind == group[-1].mention.kind


def _same_time(report: Report, group: Sequence[Report]) -> bool:
    """No two resolved dates that differ."""
    mine = report.date
    if mine is None or mine.first is None or mine.last is None:
        return True
    dated = [r.date for r in group if r.date and r.date.first and r.date.last]
    return all(d.first <= mine.last and mine.first <= d.last for d in dated if d.first and d.last)


def _compatible(a: AttackMention, b: AttackMention) -> bool:
    """Same family; "attack" and "explosion" may be any; a definite "shelling" or "strike" covers fire and air alike."""
    families = {_FAMILY.get(m.kind, m.kind) for m in (a, b)}
    return len(families) == 1 or "other" in families or (a.anaphoric and families == {"fire", "air"})


def _is_munition(number: NumberMention) -> bool:
    sets, unit = attack_words().sets, fold_key(number.unit or "").removeprefix("ال")
    return number.kind == "quantity" and (unit in sets["munitions"] or unit in sets["craft"])


def _group(reports: Sequence[Report], numbers: Sequence[NumberMention]) -> AttackGroup:
    mentions = tuple(r.mention for r in reports)
    places = {(fold_key(p.raw)): p for r in reversed(reports) for p in r.places}
    ordered = sorted(places.values(), key=lambda p: (_is_wide(p), p.start))
    date = next((r.date for r in reports if r.own_date), next((r.date for r in reports if r.date), None))
    return AttackGroup(
        mentions=mentions,
        kind=next((m.kind for m in mentions if m.kind != "other"), "other"),
        places=tuple(ordered),
        date=date,
        munitions=next((n for m in mentions for n in _inside(numbers, m.clause_start, m.clause_end)), None),
        attackers=tuple(dict.fromkeys(a for m in mentions for a in m.attackers)),
        targets=tuple(dict.fromkeys(t for m in mentions for t in m.targets)),
    )


def _inside(numbers: Sequence[NumberMention], start: int, end: int) -> Sequence[NumberMention]:
    first = bisect_left(numbers, start, key=lambda n: n.start)
    return numbers[first : bisect_left(numbers, end, key=lambda n: n.start)]
