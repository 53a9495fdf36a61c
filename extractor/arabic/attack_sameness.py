"""Whether a report tells the attack of earlier reports: kind, time and place fit, and something speaks for it."""

from collections.abc import Sequence
from datetime import date

from extractor.arabic.attack_kinds import family
from extractor.arabic.attack_places import SETTLEMENTS, is_country, is_wide
from extractor.arabic.attack_reports import Report, looks_back
from extractor.arabic.attack_wording import weekday
from extractor.arabic.fold import fold_key
from extractor.arabic.gazetteer import contains
from extractor.arabic.mentions import PlaceMention

_TODAY = frozenset(("اليوم", "الليله"))
_NEAR = 1_000  # characters over which a definite noun or a fuller telling goes back


def same_attack(report: Report, group: Sequence[Report], prior: Report) -> bool:
    """Whether a report tells the attack of a group; `prior` is the report before it in the text."""
    here = report.mention.sentence_id == group[-1].mention.sentence_id
    if report.follows or (report.goes_on and here and group[-1] is prior):
        return here
    if report.another or (not here and _bare(report)) or not _kind_fits(report, group):
        return False
    past = report.pluperfect or (report.date is not None and report.date.precision == "month")
    if past and report.own_date and not (report.mention.definite or report.mention.anaphoric):
        return any(_meets(r, report) for r in group) and bool(report.narrow & _narrow(group))
    near = _near(report, group)
    vague = not report.own_date or not any(r.own_date for r in group)
    if report.mention.anaphoric:
        return _goes_back(report, group) and (vague or _same_time(report, group))
    if _apart(report, group):
        return False
    if near and report.known and any(report.known in r.told for r in group):
        return vague or _same_time(report, group)
    if not _same_time(report, group) and not (report.mention.definite and near and vague):
        return False
    return _alike(report, group, prior, near=near)


def _kind_fits(report: Report, group: Sequence[Report]) -> bool:
    """A report with a day or place of its own fits all that tell the attack, any other one of them."""
    strictly = (report.own_date or report.narrow) and not report.mention.anaphoric
    return (all if strictly else any)(_compatible(report, r) for r in group)


def _alike(report: Report, group: Sequence[Report], prior: Report, *, near: bool) -> bool:
    """Whether a report of a time that fits tells the attack by its noun or place."""
    apart = report.led and not any(_meets(r, report) for r in group)
    if apart and _recalled(report):
        return False
    if near and not report.own_date and repeats(report, group, prior):
        return True
    return _at_the_place(report, group, near=near, apart=apart)


def _apart(report: Report, group: Sequence[Report]) -> bool:
    """A reply is not what it answers; nor are attacks of the two sides, nor what a sentence of another day tells."""
    reply = report.reply and not all(r.reply for r in group)
    turned = bool(report.attacker_words) and any(_turned(report, r) for r in group)
    return reply or turned or (report.led and _elsewhere_later(report, group))


def _turned(a: Report, b: Report) -> bool:
    """Whom the one struck is who struck in the other: two attacks, unless both tell of a fight."""
    kinds = {a.mention.kind, b.mention.kind}
    mine, theirs = a.attacker_words, b.attacker_words
    if not (mine and theirs) or "exchange" in kinds or {*map(family, kinds)} == {"ground"}:
        return False
    return bool((mine - theirs) & b.target_words or (theirs - mine) & a.target_words)


def _elsewhere_later(report: Report, group: Sequence[Report]) -> bool:
    """A sentence that opens with a day past, at a site that the attack before it does not have."""
    if report.date is None or _TODAY & set(fold_key(report.date.raw).split()):
        return False
    return bool(report.narrow - _narrow(group)) and not any(_meets(r, report) for r in group)


def _goes_back(report: Report, group: Sequence[Report]) -> bool:
    """Whether a back reference may mean an attack: no other place of its own, and no other sides."""
    known = _narrow(group)
    return not (report.by_noun and known and not known & report.narrow) and not _rivals(report, group)


def _at_the_place(report: Report, group: Sequence[Report], *, near: bool, apart: bool) -> bool:
    """A narrow place in common decides, another one excludes; else what the two say must fit."""
    known = _narrow(group)
    if known & report.narrow or (report.narrow and known and not _site_of_town(report.narrow, known)):
        return bool(known & report.narrow)
    if report.narrow and (report.added or any(r.spread for r in group)):
        return False
    return _fits(report, group, near=near, apart=apart)


def _narrow(group: Sequence[Report]) -> frozenset[str]:
    return frozenset[str]().union(*(r.narrow for r in group))


def _rivals(report: Report, group: Sequence[Report]) -> bool:
    """A fight between sides that it names, none of whom the other attack has."""
    theirs = frozenset[str]().union(*(r.attacker_words for r in group))
    return len(report.attackers) > 1 and bool(theirs) and not theirs & report.attacker_words


def _bare(report: Report) -> bool:
    """Without place, day, party or article: it can only go on from the attack before it in its sentence."""
    said = report.places or report.own_date or report.mention.attackers or report.mention.targets
    return not (said or report.mention.definite or report.mention.anaphoric)


def _fits(report: Report, group: Sequence[Report], *, near: bool, apart: bool) -> bool:
    """Whether a report that neither time nor a narrow place decides speaks of the attack of a group."""
    if not report.places and not report.own_date and report.mention.sentence_id == group[-1].mention.sentence_id:
        return _goes_on(report, group)
    mine, theirs = report.wide, frozenset[str]().union(*(r.wide for r in group))
    shared = any(a in b or b in a for a in mine for b in theirs) or (
        _of_a_kind(report, group) and _inside_of(report, group)
    )
    if mine and theirs and not shared:
        return False
    placed = bool(mine or report.narrow) and bool(theirs or _narrow(group))
    known = report.mention.definite or all(r.mention.definite or r.mention.anaphoric for r in group)
    if known and report.own_date and not placed and any(r.own_date and _meets(r, report) for r in group):
        return True
    if near and not apart and (report.mention.definite or (shared and _detailed(report, group))):
        return True
    if report.own_date and any(r.date and r.date.first for r in group) and shared:
        return True
    return _overlap(report.target_words, [r.target_words for r in group]) or (
        _overlap(report.attacker_words, [r.attacker_words for r in group]) and not report.own_date
    )


def _of_a_kind(report: Report, group: Sequence[Report]) -> bool:
    """Whether all words but back references say one kind: then a wider or narrower place may be that of one attack."""
    kinds = {r.mention.kind for r in (report, *group) if not r.mention.anaphoric}
    return len(kinds) == 1 and "other" not in kinds


def _inside_of(report: Report, group: Sequence[Report]) -> bool:
    """Whether a place of either lies in one of the other: مخيم جنين and جنين, a town and its governorate."""
    pairs = [(p, q) for r in group for p in report.places for q in r.places]
    return any(_lies_in(p, q) or _lies_in(q, p) for p, q in pairs)


def _lies_in(site: PlaceMention, area: PlaceMention) -> bool:
    if is_country(area) or is_wide(site) or not is_wide(area):
        return False
    named = fold_key(site.raw).endswith(" " + fold_key(area.raw))
    around = area.head not in SETTLEMENTS and any(contains(o, i) for o in area.entries for i in site.entries)
    return named or around


def _site_of_town(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """مخيم جنين and جنين: a site that bears the name of the town."""
    return any(a.endswith(f" {b}") or b.endswith(f" {a}") for a in mine for b in theirs)


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
    """No two resolved dates that differ, nor two days of the week that nobody can resolve."""
    if any(_other_weekday(report, r) for r in group):
        return False
    mine = days_of(report)
    return mine is None or all(d[0] <= mine[1] and mine[0] <= d[1] for r in group if (d := days_of(r)))


def _other_weekday(a: Report, b: Report) -> bool:
    """Two weekdays of attacks, or a day and a month past, where no publication date makes days of them."""
    if not (a.own_date and b.own_date and a.date and b.date) or (a.date.first and b.date.first):
        return False
    mine, theirs = weekday(a.date), weekday(b.date)
    past = {a.date.precision, b.date.precision} == {"day", "month"}
    return bool(mine and theirs and not mine & theirs) or past


def days_of(report: Report) -> tuple[date, date] | None:
    """The days on which the attack may have been; what is told on a day may have been long before it."""
    when = report.date
    if when is None or when.first is None or when.last is None:
        return None
    return date.min if report.stated else when.first, when.last


def _recalled(report: Report) -> bool:
    """A date that looks back (قبل أيام, الأربعاء الماضي): what it opens is not the news told before."""
    return report.date is not None and looks_back(report.date.raw)


def _meets(a: Report, b: Report) -> bool:
    """Whether both are dated and share a day."""
    days = [r.date for r in (a, b) if r.date and r.date.first and r.date.last]
    return len(days) == 2 and _same_time(a, [b])


def _compatible(first: Report, second: Report) -> bool:
    """Same family; "attack" and "explosion" may be any; a bare قصف, or one as known, covers fire and air alike."""
    a, b = first.mention, second.mention
    families = {family(a.kind), family(b.kind)}
    if len(families) == 1 or "other" in families:
        return True
    if families != {"fire", "air"} or a.anaphoric:
        return families == {"fire", "air"}
    mine, theirs = first.attacker_words, second.attacker_words
    rivals = mine and theirs and not mine & theirs
    return not rivals and any(m.plain and m.kind == "shelling" for m in (a, b))


def shares_a_place(report: Report, group: Sequence[Report], _: Report) -> bool:
    """Whether a report names a narrow place of an attack that was told shortly before."""
    return _near(report, group) and bool(_narrow(group) & report.narrow)


def _near(report: Report, group: Sequence[Report]) -> bool:
    return report.mention.start - group[-1].mention.end < _NEAR


def repeats(report: Report, group: Sequence[Report], prior: Report) -> bool:
    """قصف … وطال القصف مدرسة: a noun repeated with the article is the attack just told, in detail."""
    return report.mention.definite and not report.another and group[-1] is prior and report.noun == prior.noun
