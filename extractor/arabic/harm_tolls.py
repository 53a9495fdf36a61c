"""Figures of a toll: of its noun (حصيلة القتلى), under a heading (القتلى: 4), of those who fell, or revised."""

from extractor.arabic.cues import Cue
from extractor.arabic.linking import Link, SentenceLinks
from extractor.arabic.victims import People, joined_harm

_TOLL_REACH = 22
_WHO_REACH = 6
_ITEM = 6


def toll(s: SentenceLinks, cue: Cue) -> None:
    """A figure of "the toll of the dead": حصيلة القتلى … إلى 19, ارتفع إلى 5 عدد القتلى."""
    before = range(max(cue.first - 3, s.first), cue.first)
    head = next((c for i in before if (c := s.reading.has(i, "toll"))), None)
    if head is None and cue.definite and s.has_toll:
        _next_toll(s, cue)
    if head is None or cue.first in s.counted_nouns:
        return
    harm = cue.harm or "killed_or_injured"
    second = s.reading.has(cue.last, "harm")
    if second and second.harm and s.reading.words.word(cue.last).startswith("و"):
        harm = joined_harm(harm, second.harm)
    earlier = s.ending.get(head.first)
    people = earlier if earlier and earlier.first not in s.links else _reached(s, cue.last)
    if people is None:
        return
    if cue.harm == "killed_or_injured" and _then_injured(s, people):
        harm = "killed"
    s.listed(people, cue, harm, "toll")


def heading(s: SentenceLinks, cue: Cue) -> None:
    """Figures listed under a heading: القتلى: 4 في زليتن، 7 في مصراتة."""
    colon = cue.definite and cue.role == "plural" and s.reading.words.word(cue.last) == ":"
    people = s.phrases.get(cue.last + 1) if colon else None
    while people and people.number and people.harm is None and people.first not in s.links:
        s.link(people, cue, cue.harm or "killed_or_injured", "heading")
        people = s.next_in_list(people, bare=True) or _behind_comma(s, people)


def _behind_comma(s: SentenceLinks, people: People) -> People | None:
    """The figure that opens the next item of a list."""
    near = range(people.last, min(people.last + _ITEM, s.last))
    comma = next((i for i in near if s.reading.stops(i)), s.last)
    listed = s.reading.words.word(comma) == "،"
    return (s.phrases.get(comma + 1) or s.phrases.get(comma + 2)) if listed else None


def toll_of_those_who(s: SentenceLinks, cue: Cue) -> bool:
    """Link the figure of those whom a verb tells of: بلغ تعداد المدنيين الذين قتلوا جراء ذلك، 340 شخصا."""
    who = s.reading.words.word(cue.first - 1) in ("الذين", "اللواتي", "من")
    heads = range(max(cue.first - _WHO_REACH, s.first), cue.first)
    if not who or not any(s.reading.has(i, "toll") for i in heads):
        return False
    people = _reached(s, cue.last)
    if people is None or people.harm or people.first in s.links:
        return False
    s.link(people, cue, cue.harm or "killed_or_injured", "toll")
    return True


def revised(s: SentenceLinks) -> None:
    """A later figure for the harm just counted: مقتل 15 ثم خفضت العدد إلى 12, قتل 3 وارتفعت الحصيلة إلى 5."""
    told: Link | None = None
    for i in sorted({*s.phrases, *s.links}):
        people = s.phrases.get(i)
        if told and people and people.number and people.harm is None and s.reading.words.word(i - 1) == "الي":
            head = s.reading.has(i - 2, "toll")
            same = not people.known or people.unit == told.people.unit
            if head and head.definite and same:
                s.link(people, told.cue, told.harm, "revised")
        told = s.links.get(i, told)


def _next_toll(s: SentenceLinks, cue: Cue) -> None:
    """The second figure of a toll: عدد الشهداء بلغ 52 والجرحى 118."""
    people = s.phrases.get(cue.last) or s.phrases.get(cue.last + 1)
    if people and people.number:
        s.link(people, cue, cue.harm or "killed_or_injured", "toll")


def _reached(s: SentenceLinks, start: int) -> People | None:
    """The figure a toll reaches: the one after إلى, else the first after it."""
    found = [
        p
        for i in range(start, min(start + _TOLL_REACH, s.last))
        if (p := s.phrases.get(i)) and p.number and p.number.form not in ("singular", "plural", "dual")
    ]
    reached = [p for p in found if s.reading.words.word(p.first - 1) == "الي"]
    return next(iter(reached or found), None)


def _then_injured(s: SentenceLinks, people: People) -> bool:
    """Whether the injured are counted right after, so that "victims" means the dead."""
    following = s.reading.has(people.last, "harm")
    return bool(following and following.harm == "injured")
