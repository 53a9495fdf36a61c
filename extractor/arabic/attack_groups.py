"""Reports grouped into candidate incidents, each with its places, date and munitions.

Two reports are one incident when grammar or news style says so: a definite noun without place or date refers to the
latest attack it can mean; a clause without place or date goes on from the attack before it in its sentence; reports of
compatible kind at the same finest place and at no different date tell the same. "Second" or "another" starts a new one.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.arabic.attack_kinds import family
from extractor.arabic.attack_places import is_country, is_wide
from extractor.arabic.attack_reports import Report, reports_of
from extractor.arabic.attack_sameness import days_of, repeats, same_attack, shares_a_place
from extractor.arabic.attack_words import attack_words
from extractor.arabic.attacks import AttackMention
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import DateMention, NumberMention, PlaceMention


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
    reports = _from_the_air(reports_of([m for m in mentions if m.candidate], text, places, dates))
    munitions = [n for n in numbers if _is_munition(n)]
    groups = _merged(reports)
    doers = {g[0]: _attackers([reports[i] for i in g]) or _of_the_last(reports, g[0]) for g in groups}
    return [_group([reports[i] for i in members], munitions, doers[members[0]]) for members in groups]


def _from_the_air(reports: list[Report]) -> list[Report]:
    """A bare قصف of a text that tells of air raids, and of no gun or rocket: of who flew them, or before أخرى."""
    flown = [r for r in reports if family(r.mention.kind) == "air"]
    if not flown or any(family(r.mention.kind) == "fire" and not r.mention.plain for r in reports):
        return reports
    fliers = frozenset[str]().union(*(r.attacker_words for r in flown))
    more = {id(r) for r, after in pairwise(reports) if after.another and after in flown}
    bare = (r.mention.plain and r.mention.kind == "shelling" for r in reports)
    his = (not r.attackers or not fliers or r.attacker_words & fliers or id(r) in more for r in reports)
    return [
        replace(r, mention=replace(r.mention, kind="airstrike")) if plain and flew else r
        for r, plain, flew in zip(reports, bare, his, strict=True)
    ]


def _merged(reports: Sequence[Report]) -> list[list[int]]:
    """Indices of the reports of each incident, in text order; what only alludes to attacks is left out."""
    groups: list[list[int]] = []
    told: dict[int, list[Report]] = {}  # by the first index of a group, its last reports
    for i, report in enumerate(reports):
        prior = reports[i - 1]
        same = [g for g in reversed(groups[-_OPEN:]) if same_attack(report, told[g[0]], prior)]
        named = (g for tie in (shares_a_place, repeats) for g in same if tie(report, told[g[0]], prior))
        found = next(named, same[0] if same else None)
        if found is not None:
            groups.remove(found)  # the attack told last is the first that later words may mean
        groups.append([*(found or ()), i])
        told[groups[-1][0]] = [*told.get(groups[-1][0], ())[-_OPEN + 1 :], report]
    return sorted(g for g in groups if any(_tells(reports[i]) for i in g))


def _tells(report: Report) -> bool:
    """A date, a place below the country, or both parties; a back reference alone tells of nothing new."""
    if any(not is_country(p) for p in report.places):
        return True
    dated = report.own_date or (report.led and not report.stated)
    if dated and report.date and report.date.precision != "season_or_year":
        return True
    return bool(report.mention.attackers and report.mention.targets) and not report.mention.anaphoric


_SURE = {
    "other": 0,
    "shelling": 1,
    "airstrike": 1,
    "ied": 1,
}  # kinds a plain word gives; others need words of their own
_OPEN = 20  # incidents that later words may still mean


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
    kind = max((r.mention for r in reports if not r.follows), key=_said).kind
    dated = min(
        (r for r in reports if r.date), key=lambda r: (not r.own_date, days_of(r) is None, r.stated), default=None
    )
    return AttackGroup(
        mentions=mentions,
        kind=_with_ground(reports, kind),
        places=tuple(ordered),
        date=dated.date if dated else None,
        munitions=next((n for m in mentions for n in _inside(numbers, m.clause_start, m.clause_end)), None),
        attackers=attackers,
        targets=tuple(dict.fromkeys(t for m in mentions for t in m.targets)),
    )


def _said(mention: AttackMention) -> tuple[int, bool]:
    """How surely a word says its kind; of fire and raids the one that a weapon names."""
    sure = _SURE.get(mention.kind, 2)
    return sure, sure == 1 and not mention.plain


def _with_ground(reports: Sequence[Report], kind: str) -> str:
    """An assault of no stated weapon is fighting, whatever fire went with it (تبادل للقصف رافق الهجوم)."""
    own = [r for r in reports if r.places or r.own_date or r.attackers or r.mention.targets]
    said = {r.mention.kind for r in own if not (r.follows or r.mention.anaphoric)}
    return "clash" if "other" in (kind, *said) and said <= {"other"} and any(r.assault for r in reports) else kind


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
