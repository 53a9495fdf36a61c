"""The links of one sentence between people and the words for their harm, and which harm words count at all."""

from dataclasses import dataclass, replace

from extractor.arabic.cues import Cue, Harm, word_classes
from extractor.arabic.number_tokens import CONTEXT
from extractor.arabic.people import people_at
from extractor.arabic.victims import People, Reading

_PART_REACH = 20
_LIST_REACH = 9
_BODY_WORDS = 5
_HUNDRED = 100
_ASIDE = 14  # tokens of a name in brackets, with age and origin


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
            fled = reading.words.word(i - 1).lstrip("وبل") in word_classes()["displacement"]  # نزوح مليون آخرين
            people = people_at(reading, i) if i >= covered and i not in hidden and not fled else None
            if people and people.last <= self.last:
                self.phrases[i] = people
                body = reading.words.word(i + 1) in word_classes()["bodies"]
                one = reading.words.word(i).removeprefix("و") in word_classes()["one"]
                covered = people.last if people.number or body or one else covered
        counted = [people for people in self.phrases.values() if people.number]
        self.ending = {people.last: people for people in counted}
        self.counted_nouns = {people.harm.first for people in counted if people.harm and people.counted}

    def link(self, people: People, cue: Cue, harm: Harm, rule: str) -> None:
        """Record a link unless the phrase has one; a part named after "among them" is a subset."""
        part = self.reading.words.word(people.last) in ("منهم", "منهما") and not self.parts_follow(people)
        if people.first not in self.links:
            self.links[people.first] = Link(people, cue, harm, bool(part), rule)
            self.link_ends[people.last] = self.links[people.first]
            self.covered.update(range(people.first, people.last))
            self.used.add(cue.first)
            self.has_toll = self.has_toll or rule in ("toll", "heading")

    def parts_follow(self, people: People) -> bool:
        """Whether "of them" behind people opens the list of their parts: جرح عشرة منهم امرأتان."""
        part = self.phrases.get(people.last + 1)
        return part is not None and part.low is not None

    def joined(self, people: People) -> bool:
        """Whether "and" stands in front of people, so that what is before does not govern them."""
        words = self.reading.words
        word = words.word(people.first)
        apart = "و" in (word, words.word(people.first - 1))
        return apart or (word.startswith("و") and people.start > words.start(people.first))

    @staticmethod
    def governs(people: People) -> bool:
        """Definite people without a figure are a general object (قتل المدنيين), unless a noun names one person."""
        return people.counted or not people.definite or people.form == "singular"

    def listed(self, people: People, cue: Cue, harm: Harm, rule: str) -> None:
        """Link people and those coordinated with them that have no harm word of their own."""
        self.link(people, cue, harm, rule)
        following = self.next_in_list(people)
        while (
            following and following.harm is None and self.governs(following) and not self._of_whole(people, following)
        ):
            heir = (
                people.group
                if not following.known or (following.others and following.group == "unknown")
                else following.group
            )
            self.link(replace(following, group=heir), cue, harm, rule)
            people = following
            following = self.next_in_list(people)

    def _of_whole(self, people: People, following: People) -> bool:
        """Whether others only go on with what a part is taken of: خمسة من ضباط وجنود الوحدة."""
        words = self.reading.words
        of = any(words.word(k) == "من" for k in range(people.first + 1, people.last))
        bare = following.form == "plural" and not following.counted
        return of and bare and not words.word(following.first).endswith("ون")

    def in_part(self, i: int) -> bool:
        """Whether the phrase at token i stands right after "among them", or in the list that follows it."""
        for k in range(i - 1, max(i - _PART_REACH, self.first) - 1, -1):
            if self.reading.stops(k):
                return False
            if self.reading.has(k, "subset", "most", "composed"):
                return True
            if self.reading.has(k, "harm", "break"):
                return False
        return False

    def next_in_list(self, people: People, *, bare: bool = False) -> People | None:
        """The phrase coordinated with people: after و, after a comma and و, or after "in addition to".

        With `bare`, one further on in the list may be a figure without a noun.
        """
        k = self._past_aside(people.last)
        k += self.reading.words.word(k) == "،"
        plus = self.reading.has(k, "plus")
        if plus:
            return self.phrases.get(plus.last)
        word = self.reading.words.word(k)
        if word == "و":
            return self.phrases.get(k + 1)
        if word.startswith("و"):
            return None if self.reading.has(k, "harm") or self._same_figure(people, k) else self.phrases.get(k)
        return self._further_on(people, bare) if k == people.last else None

    def _past_aside(self, i: int) -> int:
        """The token behind a name in brackets at token i: المجند (كرم أحمد - 22 عاما)، ومواطن."""
        words = self.reading.words
        opened = i + (words.word(i) in word_classes()["verbs_in_ya"])
        if words.word(opened) != "(" or opened in self.phrases:
            return i
        return next((k + 1 for k in range(opened, min(opened + _ASIDE, self.last)) if words.word(k) == ")"), i)

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
        """40 مواطنا ومواطنة, 300 طفل وامرأة: one figure, as both nouns are its accusative or its genitive."""
        following = self.phrases.get(k)
        if people.unit is None or not people.counted or following is None or following.counted:
            return False
        if people.low and people.low % _HUNDRED == 0:
            return following.form == "singular" and not following.definite
        if not people.unit.rstrip("ً").endswith("ا"):
            return False
        return self.reading.words.word(k).endswith(("ا", "ه")) and following.form == "singular"

    def _one_more(self, people: People, following: People) -> bool:
        """One or two more behind the body that those before belong to: ستة جنود من الجيش ومدني."""
        words = self.reading.words
        body = range(people.last + 1, following.first)
        of = words.word(people.last) == "من" and 0 < len(body) < _BODY_WORDS
        return (
            of
            and following.low is not None
            and all(
                words.word(k).startswith("ال")
                or self.reading.has(k, "others")
                or words.word(k) in word_classes()["bodies"]
                for k in body
            )
        )

    def _further_on(self, people: People, bare: bool) -> People | None:
        """The next of a list behind words of place: 10 أشخاص في بلدة الكنيسة و6 أشخاص في أخرى."""
        named = people.form == "singular"
        for k in range(people.last, min(people.last + _LIST_REACH, self.last)):
            following, reading = self.phrases.get(k), self.reading
            named = named and reading.words.word(k) not in CONTEXT["preposition"]
            if named and following and following.form == "singular" and not self.joined(following):
                continue  # قائد الفرقة العميد حسن علي
            if following and (following.counted or not following.definite or reading.words.word(k).startswith("و")):
                joined = reading.words.word(k).startswith("و") or reading.words.word(k - 1) == "و"
                told = following.counted and (following.known or bare)
                return following if joined and (told or self._one_more(people, following)) else None
            if reading.words.word(k) == "،" and reading.words.word(k + 1) == "مقابل":
                continue
            if reading.stops(k) or reading.has(k, "harm", "break", "subset", "most"):
                return None
            plus = reading.has(k, "plus")
            if plus and (added := self.phrases.get(plus.last)):
                return added if added.counted and added.known else None
        return None
