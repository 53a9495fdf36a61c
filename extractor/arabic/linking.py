"""The links of one sentence between people and the words for their harm, and which harm words count at all."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from extractor.arabic.cues import Cue, Harm, word_classes
from extractor.arabic.fold import fold_key
from extractor.arabic.nouns import counted_noun
from extractor.arabic.people import people_at
from extractor.arabic.victims import People, Reading

_PART_REACH = 20
_LIST_REACH = 9
_UNREAL_REACH = 4
_NOT = frozenset(("لم", "ولم", "فلم", "لن", "ولن", "لا", "ولا"))
_HELD = ("masdar", "singular", "plural", "mass")


@dataclass(frozen=True, slots=True)
class Link:
    """People and the word that says their harm; `subset` where they are part of others just counted."""

    people: People
    cue: Cue
    harm: Harm
    subset: bool
    rule: str


class SentenceLinks:
    """One sentence under analysis: each phrase of people is linked once, by the first rule that fits."""

    def __init__(self, reading: Reading, span: tuple[int, int], hidden: frozenset[int]) -> None:
        self.reading, self.first, self.last, self.hidden = reading, span[0], span[1], hidden
        self.links: dict[int, Link] = {}
        self.link_ends: dict[int, Link] = {}
        self.phrases: dict[int, People] = {}
        self.covered: set[int] = set()
        self.used: set[int] = set()
        self.pairs: set[int] = set()
        self.listed_parts: set[int] = set()
        self.has_toll = False
        covered = self.first
        for i in range(self.first, self.last):
            people = people_at(reading, i) if i >= covered and i not in hidden else None
            if people and people.last <= self.last:
                self.phrases[i] = people
                body = reading.words.word(i + 1) in word_classes()["bodies"]
                covered = people.last if people.number or body else covered
        counted = [people for people in self.phrases.values() if people.number]
        self.ending = {people.last: people for people in counted}
        self.counted_nouns = {people.harm.first for people in counted if people.harm and people.counted}

    def cues(self) -> Iterator[Cue]:
        """The harm words that are not part of a denial, an attempt, a threat or an illness."""
        for i in range(self.first, self.last):
            for cue in self.reading.cues.get(i, ()):
                if cue.cls == "harm" and i not in self.hidden and self.real(cue):
                    yield cue

    def real(self, cue: Cue) -> bool:
        """Whether a harm word states harm that happened: no attempt, threat, release, illness or other sense."""
        ahead = range(cue.last, min(cue.last + 6, self.last))
        before = range(cue.first - 1, max(cue.first - _UNREAL_REACH, self.first) - 1, -1)
        clause = takewhile(lambda i: not self.reading.stops(i), ahead)
        released = [*before, *clause] if cue.role in ("singular", "plural") else before
        free = cue.harm == "captured" and cue.role in _HELD and any(self.reading.has(i, "release") for i in released)
        return not (
            free
            or self._noun_prefix(cue)
            or self._negated(cue)
            or self._doubted(before)
            or self._ill(ahead)
            or self._other_sense(cue)
        )

    def _noun_prefix(self, cue: Cue) -> bool:
        """A preposition in front makes it a noun, no verb: اعترف بقتل."""
        prefix = self.reading.words.word(cue.first).removesuffix(cue.form)
        return cue.role in ("passive", "active", "taken") and any(letter in prefix for letter in "با")

    def _doubted(self, before: range) -> bool:
        """Whether a word of intent, threat or trial governs the harm: nothing between tells of what did happen."""
        for i in before:
            if self.reading.has(i, "unreal", "charge"):
                return True
            harm = self.reading.has(i, "harm")
            if self.reading.stops(i) or self.reading.has(i, "past", "break") or (harm and harm.role != "fall"):
                return False
        return False

    def _negated(self, cue: Cue) -> bool:
        """لم يقتل الجندي: no harm, unless an exception follows (لم يقتل سوى اثنين)."""
        if cue.role not in ("passive", "active") or self.reading.words.word(cue.first - 1) not in _NOT:
            return False
        return not any(self.reading.words.word(i) in word_classes()["except"] for i in range(cue.last, cue.last + 6))

    def _ill(self, ahead: range) -> bool:
        return self.reading.within(ahead.start, ahead.stop, "disease")

    def _other_sense(self, cue: Cue) -> bool:
        """قضى على is "put an end to", وصفت is "described"; the families of the victims are not captives."""
        lasting = cue.form.startswith("قض") and (self.reading.has(cue.last, "lasting") or self._for_a_time(cue))
        at_once = self.reading.words.word(cue.last + 1) in ("الفور", "اثر")
        risen = cue.form.startswith("ارتق") and any(
            self.reading.words.word(i) == "الي" for i in range(cue.last, cue.last + 4)
        )
        described = cue.form == "صفت" and self.reading.words.word(cue.first).startswith("و")
        if described or risen:
            return True
        return bool(lasting and not at_once) or bool(self.reading.has(cue.first, "kin")) or self._lost(cue)

    def _for_a_time(self, cue: Cue) -> bool:
        """قضى الرجل عامين في السجن: to spend time is not to perish."""
        near = (self.reading.numbers.get(i) for i in range(cue.last, cue.last + 4))
        nouns = (counted_noun(fold_key(number.unit)) for number in near if number and number.unit)
        return any(noun and noun.noun.kind == "time" for noun in nouns)

    def _lost(self, cue: Cue) -> bool:
        """To lose one's life or home is not to be missing: فقد 14 شخصا حياتهم."""
        if cue.harm != "missing" or cue.last - cue.first > 1 or not cue.form.startswith("فقد") or cue.role != "passive":
            return False
        ahead = takewhile(lambda i: not self.reading.stops(i), range(cue.last, min(cue.last + 8, self.last)))
        own = ("هم", "هما", "ته", "تها", "تهن")
        return not self.phrases.get(cue.last) or any(
            self.reading.words.word(i).endswith(own) and not self.reading.has(i, "subset") for i in ahead
        )

    def link(self, people: People, cue: Cue, harm: Harm, rule: str) -> None:
        """Record a link unless the phrase has one; a part named after "among them" is a subset."""
        part = self.reading.has(people.last, "subset") and self.reading.words.word(people.last) in ("منهم", "منهما")
        if people.first not in self.links:
            self.links[people.first] = Link(people, cue, harm, bool(part), rule)
            self.link_ends[people.last] = self.links[people.first]
            self.covered.update(range(people.first, people.last))
            self.used.add(cue.first)
            self.has_toll = self.has_toll or rule in ("toll", "heading")

    def joined(self, people: People) -> bool:
        """Whether "and" stands in front of people, so that what is before does not govern them."""
        words = self.reading.words
        word = words.word(people.first)
        return word == "و" or (word.startswith("و") and people.start > words.start(people.first))

    @staticmethod
    def governs(people: People) -> bool:
        """Definite people without a figure are a general object (قتل المدنيين), unless a noun names one person."""
        return people.counted or not people.definite or people.form == "singular"

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
        for k in range(i - 1, max(i - _PART_REACH, self.first) - 1, -1):
            if self.reading.stops(k):
                return False
            if self.reading.has(k, "subset", "most"):
                return True
            if self.reading.has(k, "harm", "break"):
                return False
        return False

    def next_in_list(self, people: People, *, bare: bool = False) -> People | None:
        """The phrase coordinated with people: after و, after a comma and و, or after "in addition to".

        With `bare`, one further on in the list may be a figure without a noun.
        """
        k = people.last + (self.reading.words.word(people.last) == "،")
        plus = self.reading.has(k, "plus")
        if plus:
            return self.phrases.get(plus.last)
        word = self.reading.words.word(k)
        if word == "و":
            return self.phrases.get(k + 1)
        if word.startswith("و"):
            return None if self.reading.has(k, "harm") or self._same_figure(people, k) else self.phrases.get(k)
        return self._further_on(people, bare) if k == people.last else None

    def against(self, people: People) -> People | None:
        """The count of the other side, told by the same noun: 31 قتيلا من الفصائل مقابل 14 من الجيش."""
        for k in range(people.last, min(people.last + _LIST_REACH, self.last)):
            if self.reading.words.word(k) == "مقابل":
                other = self.phrases.get(k + 1)
                return other if other and other.number and other.harm is None else None
            if self.reading.stops(k) or self.reading.has(k, "harm", "break"):
                return None
        return None

    def _same_figure(self, people: People, k: int) -> bool:
        """40 مواطنا ومواطنة, 20 مدنيا وعسكريا: one figure, as both nouns are its accusative."""
        following = self.phrases.get(k)
        if people.unit is None or following is None or following.counted or not people.unit.rstrip("ً").endswith("ا"):
            return False
        return self.reading.words.word(k).endswith(("ا", "ه")) and following.form == "singular"

    def _further_on(self, people: People, bare: bool) -> People | None:
        """The next of a list behind words of place: 10 أشخاص في بلدة الكنيسة و6 أشخاص في أخرى."""
        for k in range(people.last, min(people.last + _LIST_REACH, self.last)):
            following, reading = self.phrases.get(k), self.reading
            if following and (following.counted or not following.definite or reading.words.word(k).startswith("و")):
                joined = reading.words.word(k).startswith("و") or reading.words.word(k - 1) == "و"
                return following if joined and following.counted and (following.known or bare) else None
            if reading.stops(k) or reading.has(k, "harm", "break", "subset", "most"):
                return None
            plus = reading.has(k, "plus")
            if plus and (added := self.phrases.get(plus.last)):
                return added if added.counted and added.known else None
        return None
