"""Which harm word governs which people: the links behind every counted statement of harm."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.arabic.cues import Cue, Harm, word_classes
from extractor.arabic.victims import People, Reading, joined_harm, people_at

_VERB_REACH = 14
_BACK_REACH = 30
_TOLL_REACH = 22
_TITLES_ONLY = ("killed",)


@dataclass(frozen=True, slots=True)
class Link:
    """People and the word that says their harm; `subset` where they are part of others just counted."""

    people: People
    cue: Cue
    harm: Harm
    subset: bool
    rule: str


class _Sentence:
    """One sentence under analysis: each phrase of people is linked once, by the first rule that fits."""

    def __init__(self, reading: Reading, span: tuple[int, int], hidden: frozenset[int]) -> None:
        self.reading, self.first, self.last, self.hidden = reading, span[0], span[1], hidden
        self.links: dict[int, Link] = {}
        self.phrases: dict[int, People] = {}
        covered = self.first
        for i in range(self.first, self.last):
            people = people_at(reading, i) if i >= covered and i not in hidden else None
            if people and people.last <= self.last:
                self.phrases[i] = people
                covered = people.last if people.number else covered

    def cues(self) -> Iterator[Cue]:
        """The harm words that are not part of a denial, an attempt, a threat or an illness."""
        for i in range(self.first, self.last):
            for cue in self.reading.cues.get(i, ()):
                if cue.cls == "harm" and i not in self.hidden and self.real(cue):
                    yield cue

    def real(self, cue: Cue) -> bool:
        ahead = range(cue.last, min(cue.last + 6, self.last))
        before = range(max(cue.first - 4, self.first), cue.first)
        return not (any(self.reading.has(i, "unreal") for i in before) or self._ill(ahead) or self._other_sense(cue))

    def _ill(self, ahead: range) -> bool:
        return any(self.reading.has(i, "disease") for i in ahead)

    def _other_sense(self, cue: Cue) -> bool:
        """قضى على is "put an end to"; the families of the victims are not captives."""
        lasting = cue.form.startswith("قض") and self.reading.has(cue.last, "lasting")
        at_once = self.reading.words.word(cue.last + 1) in ("الفور", "اثر")
        return bool(lasting and not at_once) or bool(self.reading.has(cue.first, "kin"))

    def link(self, people: People, cue: Cue, harm: Harm, rule: str) -> None:
        """Record a link unless the phrase has one; a part named after "among them" is a subset."""
        part = self.reading.has(people.last, "subset") and self.reading.words.word(people.last) in ("منهم", "منهما")
        self.links.setdefault(people.first, Link(people, cue, harm, bool(part), rule))

    def listed(self, people: People, cue: Cue, harm: Harm, rule: str) -> None:
        """Link people and those coordinated with them that have no harm word of their own."""
        self.link(people, cue, harm, rule)
        following = self.next_in_list(people)
        while following and following.harm is None:
            heir = (
                people.group
                if not following.known or (following.others and following.group == "unknown")
                else following.group
            )
            self.link(replace(following, group=heir), cue, harm, rule)
            people = following
            following = self.next_in_list(people)

    def in_part(self, i: int) -> bool:
        """Whether the phrase at token i stands right after "among them", or in the list that follows it."""
        k = i
        while k > self.first and not self.reading.stops(k - 1):
            k -= 1
            if self.reading.has(k, "subset", "most"):
                return True
            if self.reading.has(k, "harm", "break"):
                return False
        return False

    def next_in_list(self, people: People) -> People | None:
        k = people.last + (self.reading.words.word(people.last) == "،")
        plus = self.reading.has(k, "plus")
        if plus:
            return self.phrases.get(plus.last)
        word = self.reading.words.word(k)
        if word == "و":
            return self.phrases.get(k + 1)
        return self.phrases.get(k) if word.startswith("و") and not self.reading.has(k, "harm") else None


def links(reading: Reading, span: tuple[int, int], hidden: frozenset[int]) -> list[Link]:
    """The links of one sentence (a range of tokens) without its `hidden` tokens, in text order."""
    sentence = _Sentence(reading, span, hidden)
    cues = list(sentence.cues())
    _own_nouns(sentence)
    for cue in cues:
        if cue.role in ("singular", "plural"):
            _toll(sentence, cue)
    for cue in cues:
        if cue.role == "masdar":
            _genitive(sentence, cue)
        elif cue.role in ("passive", "active"):
            _verb(sentence, cue)
    for cue in cues:
        _bare_noun(sentence, cue)
    _parts(sentence)
    _others(sentence)
    return [sentence.links[i] for i in sorted(sentence.links)]


def _own_nouns(s: _Sentence) -> None:
    """Figures that count the harmed themselves: 20 قتيلا, عشرات القتلى والجرحى, 40 شخصا بين قتيل وجريح."""
    for people in s.phrases.values():
        either = next((c for k in range(people.last, people.last + 5) if (c := _either(s, k))), None)
        if either and people.number and not any(s.reading.stops(k) for k in range(people.last, either.first)):
            s.link(people, either, "killed_or_injured", "either")
        elif people.harm and people.number and people.number.form not in ("plural", "singular"):
            _own_noun(s, people, people.harm)


def _either(s: _Sentence, i: int) -> Cue | None:
    """ "Dead and wounded" at token i after "between"."""
    return s.reading.has(i, "either") if s.reading.words.word(i - 1) in ("بين", "مابين") else None


def _own_noun(s: _Sentence, people: People, cue: Cue) -> None:
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


def _toll(s: _Sentence, cue: Cue) -> None:
    """A figure of "the toll of the dead": حصيلة القتلى … إلى 19, ارتفع إلى 5 عدد القتلى."""
    before = range(max(cue.first - 3, s.first), cue.first)
    head = next((c for i in before if (c := s.reading.has(i, "toll"))), None)
    if head is None or any(people.harm is cue for people in s.phrases.values() if people.number):
        return
    harm = cue.harm or "killed_or_injured"
    second = s.reading.has(cue.last, "harm")
    if second and second.harm and s.reading.words.word(cue.last).startswith("و"):
        harm = joined_harm(harm, second.harm)
    earlier = next(
        (p for p in s.phrases.values() if p.number and p.last == head.first and p.first not in s.links), None
    )
    people = earlier or _reached(s, cue.last)
    if people is None:
        return
    if cue.harm == "killed_or_injured" and _then_injured(s, people):
        harm = "killed"
    s.listed(people, cue, harm, "toll")


def _reached(s: _Sentence, start: int) -> People | None:
    """The figure a toll reaches: the one after إلى, else the first after it."""
    found = [
        p
        for i in range(start, min(start + _TOLL_REACH, s.last))
        if (p := s.phrases.get(i)) and p.number and p.number.form not in ("singular", "plural", "dual")
    ]
    reached = [p for p in found if s.reading.words.word(p.first - 1) == "الي"]
    return next(iter(reached or found), None)


def _then_injured(s: _Sentence, people: People) -> bool:
    """Whether the injured are counted right after, so that "victims" means the dead."""
    following = s.reading.has(people.last, "harm")
    return bool(following and following.harm == "injured")


def _genitive(s: _Sentence, cue: Cue) -> None:
    """The people after a verbal noun: مقتل ثلاثة جنود وطفل, أسر التنظيم 35 آخرين."""
    harm = cue.harm or "killed_or_injured"
    start = cue.last
    second = s.reading.has(start, "harm")
    if second and second.role == "masdar" and second.harm and s.reading.words.word(start).startswith("و"):
        harm, start = joined_harm(harm, second.harm), second.last
    people = s.phrases.get(start)
    if people is None and cue.harm in ("killed", "captured"):
        near = (s.phrases[i] for i in range(start, min(start + 7, s.last)) if i in s.phrases)
        people = next(
            (p for p in near if p.number and p.number.form not in ("singular", "plural") and _clear(s, start, p.first)),
            None,
        )
    if people and _governs(people, cue) and people.first not in s.links:
        s.listed(people, cue, harm, "genitive")
    elif people is None and cue.form == "اصابه" and s.reading.words.word(start) in ("واحده", "وحيده"):
        _single_injury(s, cue)


def _single_injury(s: _Sentence, cue: Cue) -> None:
    end = s.reading.words.end(cue.last)
    one = People(cue.first, cue.last + 1, cue.start, end, 1, 1, "exact", "singular", cue.raw, None, "unknown", None, cue,
                 False, True, False)  # fmt: skip
    s.link(one, cue, "injured", "single_case")


def _governs(people: People, cue: Cue) -> bool:
    """Definite people without a figure are a general object (قتل المدنيين), unless a title names one person."""
    if people.number and people.number.form not in ("singular", "plural"):
        return True
    return not people.definite or (people.form == "singular" and cue.harm in _TITLES_ONLY)


def _clear(s: _Sentence, first: int, last: int) -> bool:
    return not any(s.reading.stops(i) or s.reading.has(i, "harm", "break") for i in range(first, last))


def _verb(s: _Sentence, cue: Cue) -> None:
    """The people of a verb: after it in its clause, or before it (plural verbs first look back)."""
    harm = cue.harm or "killed_or_injured"
    plural = cue.role == "passive" and (
        cue.form.endswith(("وا", "هم", "هما")) or (cue.form.endswith("ا") and len(cue.form) > 3)
    )
    before, after = _subject_before(s, cue, plural), _after_verb(s, cue)
    people = before if before and (plural or after is None or after.first != cue.last) else after
    if people is None:
        return
    s.listed(people, cue, harm, "verb_after_people" if people is before else "verb")


def _after_verb(s: _Sentence, cue: Cue) -> People | None:
    commas = 0
    for i in range(cue.last, min(cue.last + _VERB_REACH, s.last)):
        if s.reading.words.word(i) == "،" and (i == cue.last or commas == 1) and commas < 2:
            commas += 1
            continue
        if s.reading.stops(i) or s.reading.has(i, "break"):
            return None
        people = s.phrases.get(i)
        if people and people.harm is None and _is_subject(s, people, cue):
            return _object_of(s, people, cue)
        if s.reading.has(i, "harm") and not people:
            return None
    return None


def _is_subject(s: _Sentence, people: People, cue: Cue) -> bool:
    if people.first in s.links or s.reading.has(people.first - 1, "agent_marker"):
        return False
    if people.number and people.number.form not in ("singular", "plural"):
        return True
    near = all(
        s.reading.words.word(i) in word_classes()["days"] or s.reading.words.word(i) == "،"
        for i in range(cue.last, people.first)
    )
    return near and _governs(people, cue)


def _object_of(s: _Sentence, people: People, cue: Cue) -> People:
    """In an active reading the second phrase is the one harmed: قتل مسلحون ثلاثة مدنيين."""
    following = s.phrases.get(people.last)
    return following if following and following.number and not people.harm and cue.role == "passive" else people


def _subject_before(s: _Sentence, cue: Cue, plural: bool) -> People | None:
    """The people in front of a verb: right before a singular verb, nearest main phrase before a plural one."""
    for i in range(cue.first - 1, max(cue.first - _BACK_REACH, s.first - 1), -1):
        people = s.phrases.get(i)
        if people is None or people.last > cue.first or people.harm or s.in_part(i):
            continue
        if (people.number and people.number.form != "plural") or not plural:
            near = plural or people.last == cue.first or _only_doubt(s, people.last, cue.first)
            return people if near and not people.definite and people.first not in s.links else None
    return None


def _only_doubt(s: _Sentence, first: int, last: int) -> bool:
    return last - first <= 3 and all(
        s.reading.has(i, "hedge", "others") or s.reading.words.word(i) in word_classes()["auxiliaries"]
        for i in range(first, last)
    )


def _bare_noun(s: _Sentence, cue: Cue) -> None:
    """Nouns for the harmed without figure: سقوط قتلى وجرحى, وقوع إصابات, خسائر بشرية."""
    if cue.role not in ("singular", "plural", "mass") or (cue.definite and cue.role != "mass"):
        return
    if any(link.people.first <= cue.first < link.people.last or link.cue is cue for link in s.links.values()):
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
    people = People(cue.first, cue.last, cue.start, cue.end, two, two, "exact" if one else "vague",
                    "plural" if one is None else "dual" if two == 2 else "singular", cue.raw, (cue.start, cue.end), "unknown",
                    None, cue, False, True, False)  # fmt: skip
    s.link(people, cue, cue.harm or "killed_or_injured", "bare_noun")


def _by_means(s: _Sentence, cue: Cue) -> bool:
    """ "With injuries" tells how people already counted were harmed."""
    return s.reading.words.word(cue.first).startswith("ب")


def _parts(s: _Sentence) -> None:
    """The parts named after "among them" have the harm of the nearest figure before."""
    for i in range(s.first, s.last):
        word = s.reading.has(i, "subset", "most")
        heads = [link for link in s.links.values() if link.people.last <= i]
        if word is None or not heads:
            continue
        head = max(heads, key=lambda link: link.people.last)
        people = s.phrases.get(word.last)
        while people and people.harm is None:
            s.links[people.first] = Link(people, head.cue, head.harm, True, "part")
            people = s.next_in_list(people)


def _others(s: _Sentence) -> None:
    """Others counted without a harm word of their own share that of the figure before them."""
    for i, people in sorted(s.phrases.items()):
        heads = [link for link in s.links.values() if link.people.last <= i]
        if people.others and people.number and i not in s.links and heads:
            head = max(heads, key=lambda link: link.people.last)
            s.links[i] = Link(replace(people, group=head.people.group), head.cue, head.harm, head.subset, "others")
