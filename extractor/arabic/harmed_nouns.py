"""Figures that need no verb: nouns for the harmed, tolls of them, their parts, and others counted after them."""

from dataclasses import replace

from extractor.arabic.cues import Cue
from extractor.arabic.linking import Link, SentenceLinks
from extractor.arabic.mentions import Form
from extractor.arabic.victims import People, joined_harm

_TOLL_REACH = 22


def own_nouns(s: SentenceLinks) -> None:
    """Figures that count the harmed themselves: 20 قتيلا, عشرات القتلى والجرحى, 40 شخصا بين قتيل وجريح."""
    for people in s.phrases.values():
        either = next((c for k in range(people.last, people.last + 5) if (c := _either(s, k))), None)
        if either and people.number and not any(s.reading.stops(k) for k in range(people.last, either.first)):
            s.link(people, either, "killed_or_injured", "either")
        elif people.harm and people.number and people.number.form not in ("plural", "singular"):
            _own_noun(s, people, people.harm)


def _either(s: SentenceLinks, i: int) -> Cue | None:
    """The words for dead and wounded at token i after "between"."""
    return s.reading.has(i, "either") if s.reading.words.word(i - 1) in ("بين", "مابين") else None


def _own_noun(s: SentenceLinks, people: People, cue: Cue) -> None:
    if not s.real(cue):
        return
    harm = cue.harm or "killed_or_injured"
    second = s.reading.has(people.last, "harm")
    shared = second and second.role == cue.role and second.first not in s.phrases and cue.last == people.last
    if second and shared and second.harm and s.reading.words.word(people.last).startswith("و"):
        same_case = second.raw.endswith("ا") == cue.raw.endswith("ا") or cue.role == "plural"
        if same_case and second.definite == cue.definite:
            harm = joined_harm(harm, second.harm)
    s.link(people, cue, harm, "own_noun")
    if s.reading.words.word(cue.first - 1) == "من" and s.reading.words.word(cue.first - 2) not in ("عدد", "كبير"):
        s.links[people.first] = replace(s.links[people.first], subset=cue.definite)


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


def bare_noun(s: SentenceLinks, cue: Cue) -> None:
    """Nouns for the harmed without figure: سقوط قتلى وجرحى, وقوع إصابات, خسائر بشرية."""
    if cue.role not in ("singular", "plural", "mass") or (cue.definite and cue.role != "mass"):
        return
    if cue.first in s.covered or cue.first in s.used:
        return
    following = s.reading.words.word(cue.last)
    if (cue.role == "plural" and following.startswith("ال")) or s.reading.has(cue.first - 1, "toll"):
        return
    if _either(s, cue.first) or _either(s, cue.first - 1) or (cue.form == "اصابات" and _by_means(s, cue)):
        return
    if cue.role == "singular" and not any(
        s.reading.has(i, "carriers") for i in range(max(cue.first - 3, s.first), cue.first)
    ):
        return
    one = 1 if cue.role == "singular" else None
    two = 2 if cue.role == "singular" and cue.form.endswith(("ين", "ان")) else one
    form: Form = "plural" if one is None else "dual" if two == 2 else "singular"
    people = People(cue.first, cue.last, cue.start, cue.end, two, two, "exact" if one else "vague", form, cue.raw,
                    (cue.start, cue.end), "unknown",
                    None, cue, False, True, False)  # fmt: skip
    s.link(people, cue, cue.harm or "killed_or_injured", "bare_noun")


def _by_means(s: SentenceLinks, cue: Cue) -> bool:
    """Whether the injuries tell how people already counted were harmed (بإصابات مختلفة)."""
    return s.reading.words.word(cue.first).startswith("ب")


def parts(s: SentenceLinks) -> None:
    """The parts named after "among them" have the harm of the nearest figure before; others counted share it too."""
    head: Link | None = None
    for i in range(s.first, s.last):
        word, people = s.reading.has(i, "subset", "most"), s.phrases.get(i)
        if head and word:
            _list_parts(s, head, s.phrases.get(word.last))
        if head and people and people.others and people.number and i not in s.links:
            s.links[i] = Link(replace(people, group=head.people.group), head.cue, head.harm, head.subset, "others")
        head = s.links.get(i, head)


def _list_parts(s: SentenceLinks, head: Link, people: People | None) -> None:
    while people and people.harm is None and people.first not in s.listed_parts:
        s.listed_parts.add(people.first)
        s.links[people.first] = Link(people, head.cue, head.harm, True, "part")
        people = s.next_in_list(people)
