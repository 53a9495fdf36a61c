"""Figures of a toll: of its noun (حصيلة القتلى), under a heading (القتلى: 4), of those who fell, or revised."""

from extractor.arabic.cues import Cue
from extractor.arabic.linking import Link, SentenceLinks
from extractor.arabic.victims import People, joined_harm

_TOLL_REACH = 22
_WHO_REACH = 6
_FAR_REACH = 40
_HEADS = (":", "هم", "هن")
_MEASURE_REACH = 9
_ITEM = 6


def toll(s: SentenceLinks, cue: Cue) -> None:
    """A figure of "the toll of the dead": حصيلة القتلى … إلى 19, ارتفع إلى 5 عدد القتلى."""
    before = range(max(cue.first - 3, s.first), cue.first)
    head = next((c for i in before if (c := s.reading.has(i, "toll"))), None)
    if head is None and cue.definite and s.has_toll:
        _next_toll(s, cue)
    if head is None and cue.role == "plural":
        _measured(s, cue)
    if head is None or cue.first in s.counted_nouns:
        return
    harm = cue.harm or "killed_or_injured"
    second = s.reading.has(cue.last, "harm")
    if second and second.harm and s.reading.words.word(cue.last).startswith("و"):
        harm = joined_harm(harm, second.harm)
    earlier = s.ending.get(head.first)
    people = earlier if earlier and earlier.first not in s.links else _reached(s, cue.last)
    if people is None or _own_masdar(s, people):
        return
    if cue.harm == "killed_or_injured" and _then_injured(s, people):
        harm = "killed"
    s.listed(people, cue, harm, "toll")


def _measured(s: SentenceLinks, cue: Cue) -> None:
    """The figure that a verb of measure gives the harmed: ضحايا الألغام تخطى 10 آلاف, الجرحى يتجاوزون العشرين."""
    following = s.reading.words.word(cue.last)
    for i in range(cue.last, min(cue.last + _MEASURE_REACH, s.last)):
        people, verb = s.phrases.get(i), s.reading.words.word(i)
        if s.reading.stops(i) or s.reading.has(i, "harm", "break") or (people and not people.number):
            return
        if people and people.number and people.number.rule.startswith("bound:"):
            measured = verb[:1] in ("ي", "ت") and verb != "تقريبا"
            general = cue.definite or following.startswith("ال")
            if measured and general and people.harm is None:
                s.link(people, cue, cue.harm or "killed_or_injured", "toll")
            return


def _own_masdar(s: SentenceLinks, people: People) -> bool:
    """Whether a verbal noun right in front says what befell people: إحصائية الضحايا …، إضافة إلى إصابة 70."""
    own = s.reading.has(people.first - 1, "harm")
    return own is not None and own.role == "masdar"


def heading(s: SentenceLinks, cue: Cue) -> None:
    """Figures listed under a heading: القتلى: 4 في زليتن، 7 في مصراتة; الشهداء 12 والجرحى 40."""
    people = s.phrases.get(cue.last + (s.reading.words.word(cue.last) in _HEADS))
    headed = cue.definite and cue.role == "plural" and people and (people.first > cue.last or not people.known)
    people = people if headed else None
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
            if told.rule == "toll" and _others_of_toll(s, i - 2):
                s.link(people, told.cue, told.harm, "toll")
            head = s.reading.has(i - 2, "toll")
            same = not people.known or people.unit == told.people.unit
            if head and head.definite and same:
                s.link(people, told.cue, told.harm, "revised")
        told = s.links.get(i, told)


def _others_of_toll(s: SentenceLinks, i: int) -> bool:
    """Whether token i names other people of the toll before: ارتفع عدد قتلى الجيش إلى 300 والمدنيين إلى 63."""
    people = s.phrases.get(i)
    return people is not None and people.definite and people.form == "plural" and s.joined(people)


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
    return next(iter(reached or found), None) or _said_far_off(s, start)


def _said_far_off(s: SentenceLinks, start: int) -> People | None:
    """The figure right behind the verb of a toll whose genitive is long: عدد القتلى من القوات … بلغ 740 عنصرا."""
    for i in range(start, min(start + _FAR_REACH, s.last)):
        people = s.phrases.get(i + 1)
        if s.reading.has(i, "reach") and people and people.number:
            return people
    return None


def _then_injured(s: SentenceLinks, people: People) -> bool:
    """Whether the injured are counted right after, so that "victims" means the dead."""
    following = s.reading.has(people.last, "harm")
    return bool(following and following.harm == "injured")
