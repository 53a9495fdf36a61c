"""Reports grouped into candidate incidents, each with its places, date and munitions.

Two reports are one incident when grammar or news style says so: a definite noun without place or date refers to the
latest attack it can mean; a clause without place or date goes on from the attack before it in its sentence; reports of
compatible kind at the same finest place and at no different date tell the same. "Second" or "another" starts a new one.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractor.arabic.attack_reports import Report, is_country, is_wide, looks_back, reports_of
from extractor.arabic.attack_words import attack_words
from extractor.arabic.attacks import AttackMention
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import DateMention, NumberMention, PlaceMention

_FAMILY = {
    "rocket_attack": "fire", "shelling": "fire", "exchange": "fire", "drone_attack": "air", "airstrike": "air",
    "ied": "bomb", "suicide_attack": "bomb", "clash": "ground", "shooting": "ground", "raid": "ground",
}  # fmt: skip


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
    reports = reports_of([m for m in mentions if m.candidate], text, places, dates)
    munitions = [n for n in numbers if _is_munition(n)]
    groups = _merged(reports)
    doers = {g[0]: _attackers([reports[i] for i in g]) or _of_the_last(reports, g[0]) for g in groups}
    return [_group([reports[i] for i in members], munitions, doers[members[0]]) for members in groups]


def _merged(reports: Sequence[Report]) -> list[list[int]]:
    """Indices of the reports of each incident, in text order; what only alludes to attacks is left out."""
    groups: list[list[int]] = []
    for i, report in enumerate(reports):
        found = next((g for g in reversed(groups[-_OPEN:]) if _same(report, [reports[j] for j in g[-_OPEN:]])), None)
        if found is not None:
            groups.remove(found)  # the attack told last is the first that later words may mean
        groups.append([*(found or ()), i])
    return sorted(g for g in groups if any(_tells(reports[i]) for i in g))


def _tells(report: Report) -> bool:
    """A date, a place below the country, or both parties; a back reference alone tells of nothing new."""
    if any(not is_country(p) for p in report.places):
        return True
    if report.own_date and report.date and report.date.precision != "season_or_year":
        return True
    return bool(report.mention.attackers and report.mention.targets) and not report.mention.anaphoric


_NEAR = 1_000  # characters over which a definite noun or a fuller telling goes back
_SURE = {
    "other": 0,
    "shelling": 1,
    "airstrike": 1,
    "ied": 1,
}  # kinds a plain word gives; others need words of their own
_OPEN = 20  # incidents that later words may still mean


def _same(report: Report, group: Sequence[Report]) -> bool:
    if report.follows:
        return report.mention.sentence_id == group[-1].mention.sentence_id
    if report.another or (_bare(report) and report.mention.sentence_id != group[-1].mention.sentence_id):
        return False
    if not any(_compatible(report, r) for r in group):
        return False
    near = report.mention.start - group[-1].mention.end < _NEAR
    vague = not report.own_date or not any(r.own_date for r in group)
    if report.mention.anaphoric:
        return vague or _same_time(report, group)
    if not _same_time(report, group) and not (report.mention.definite and near and vague):
        return False
    apart = report.led and not any(_meets(r, report) for r in group)
    if apart and _recalled(report):
        return False
    if report.narrow and (known := frozenset[str]().union(*(r.narrow for r in group))):
        return bool(known & report.narrow)
    if report.narrow and (report.added or any(r.spread for r in group)):
        return False
    return _fits(report, group, near=near, apart=apart)


def _bare(report: Report) -> bool:
    """Without place, day, party or article: it can only go on from the attack before it in its sentence."""
    said = report.places or report.own_date or report.mention.attackers or report.mention.targets
    return not (said or report.mention.definite or report.mention.anaphoric)


def _fits(report: Report, group: Sequence[Report], *, near: bool, apart: bool) -> bool:
    """Whether a report that neither time nor a narrow place decides speaks of the attack of a group."""
    if not report.places and not report.own_date and report.mention.sentence_id == group[-1].mention.sentence_id:
        return _goes_on(report, group)
    mine, theirs = report.wide, frozenset[str]().union(*(r.wide for r in group))
    shared = any(a in b or b in a for a in mine for b in theirs)
    if mine and theirs and not shared:
        return False
    if near and not apart and (report.mention.definite or (shared and _detailed(report, group))):
        return True
    if report.own_date and any(r.date and r.date.first for r in group) and shared:
        return True
    return _overlap(report.target_words, [r.target_words for r in group]) or (
        _overlap(report.attacker_words, [r.attacker_words for r in group]) and not report.own_date
    )


def _detailed(report: Report, group: Sequence[Report]) -> bool:
    """The lead told again with more detail: the same kind and no other attacker."""
    mine, theirs = report.attacker_words, frozenset[str]().union(*(r.attacker_words for r in group))
    kinds = {m.kind for m in (report.mention, *(r.mention for r in group)) if not (m.plain and m.kind == "shelling")}
    return bool(mine & theirs or not (mine and theirs)) and len(kinds - {"other"}) < 2


def _overlap(mine: frozenset[str], others: Sequence[frozenset[str]]) -> bool:
    """Half of the words of the shorter phrase are shared."""
    return any(mine and o and len(mine & o) * 2 >= min(len(mine), len(o)) for o in others)


def _goes_on(report: Report, group: Sequence[Report]) -> bool:
    """A clause without place or date goes on from the attack before it unless it names another attacker."""
    return not report.mention.attackers or report.mention.kind == group[-1].mention.kind


def _same_time(report: Report, group: Sequence[Report]) -> bool:
    """No two resolved dates that differ."""
    mine = _days(report)
    return mine is None or all(d[0] <= mine[1] and mine[0] <= d[1] for r in group if (d := _days(r)))


def _days(report: Report) -> tuple[date, date] | None:
    """The days on which the attack may have been; what is told on a day may have been long before it."""
    when = report.date
    if when is None or when.first is None or when.last is None:
        return None
    return date.min if report.stated else when.first, when.last


def family(kind: str) -> str:
    """The kinds that a text may use for one attack: artillery and rockets, aircraft and drones, bombs, arms."""
    return _FAMILY.get(kind, kind)


def _recalled(report: Report) -> bool:
    """A date that looks back (قبل أيام, الأربعاء الماضي): what it opens is not the news told before."""
    return report.date is not None and looks_back(report.date)


def _meets(a: Report, b: Report) -> bool:
    """Whether both are dated and share a day."""
    days = [r.date for r in (a, b) if r.date and r.date.first and r.date.last]
    return len(days) == 2 and _same_time(a, [b])


def _compatible(first: Report, second: Report) -> bool:
    """Same family; "attack" and "explosion" may be any; a bare قصف, or one as known, covers fire and air alike."""
    a, b = first.mention, second.mention
    families = {family(m.kind) for m in (a, b)}
    rivals = first.attacker_words and second.attacker_words and not first.attacker_words & second.attacker_words
    bare = a.anaphoric or (any(m.plain and m.kind == "shelling" for m in (a, b)) and not rivals)
    return len(families) == 1 or "other" in families or bool(bare and families == {"fire", "air"})


def _is_munition(number: NumberMention) -> bool:
    sets, unit = attack_words().sets, fold_key(number.unit or "").removeprefix("ال")
    return number.kind == "quantity" and (unit in sets["munitions"] or unit in sets["craft"])


def _of_the_last(reports: Sequence[Report], at: int) -> tuple[tuple[int, int], ...]:
    """The doers of the attack before one told as another of his (ضربة ثانية; كما تعرضت … لهجمات مماثلة)."""
    report, last = reports[at], reports[at - 1] if at else None
    if last is None or not report.another:
        return ()
    on = report.added or report.mention.sentence_id == last.mention.sentence_id
    return tuple(span for span, _ in last.attackers) if on else ()


def _group(
    reports: Sequence[Report], numbers: Sequence[NumberMention], attackers: tuple[tuple[int, int], ...]
) -> AttackGroup:
    mentions = tuple(r.mention for r in reports)
    places = {(fold_key(p.raw)): p for r in reversed(reports) for p in r.places}
    ordered = sorted(places.values(), key=lambda p: (is_wide(p), p.start))
    kind = max((r.mention.kind for r in reports if not r.follows), key=lambda kind: _SURE.get(kind, 2))
    dated = min(
        (r for r in reports if r.date), key=lambda r: (not r.own_date, _days(r) is None, r.stated), default=None
    )
    return AttackGroup(
        mentions=mentions,
        kind="clash" if kind == "other" and any(r.assault for r in reports) else kind,
        places=tuple(ordered),
        date=dated.date if dated else None,
        munitions=next((n for m in mentions for n in _inside(numbers, m.clause_start, m.clause_end)), None),
        attackers=attackers,
        targets=tuple(dict.fromkeys(t for m in mentions for t in m.targets)),
    )


def _attackers(reports: Sequence[Report]) -> tuple[tuple[int, int], ...]:
    """The attackers of all reports, each by its fullest name; the nameless ("gunmen") only where none has a name."""
    kept: list[tuple[tuple[int, int], frozenset[str]]] = []
    for report in reports:
        earlier = list(kept)
        for span, words in report.attackers:
            twin = next((e for e in earlier if e[1] & words or not (e[1] or words)), None)
            if twin is None:
                kept.append((span, words))
            elif (len(words), span[1] - span[0]) > (len(twin[1]), twin[0][1] - twin[0][0]):
                kept[kept.index(twin)] = (span, words)
                earlier.remove(twin)
    named = [span for span, words in kept if words]
    return tuple(dict.fromkeys(named or [span for span, _ in kept]))


def _inside(numbers: Sequence[NumberMention], start: int, end: int) -> Sequence[NumberMention]:
    first = bisect_left(numbers, start, key=lambda n: n.start)
    return numbers[first : bisect_left(numbers, end, key=lambda n: n.start)]
