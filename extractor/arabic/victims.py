"""The people of a statement of harm, and a text as the grammar of harm walks over it."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from extractor.arabic.cues import Cue, Harm, by_token, cues_in, word_classes
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import Bound, Form, NumberMention
from extractor.arabic.nouns import CountedNoun, counted_noun
from extractor.arabic.number_tokens import Words, words_of

Group = Literal["civilian", "military", "mixed", "unknown"]

PEOPLE = frozenset({"person", "military_person", "victim", "group"})
_LINE_END = re.compile(r"[\r\n]")
_STOPS = frozenset('.،؛:()؟!"…') | {"\n"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as the grammar walks over it: tokens, cues by token, numbers by token.

    `places` are the tokens of each class of cue, `ends` the offsets after each token, `openings` and `closings` the
    tokens at which clauses begin and before which they end; all ascending. `marks` are the punctuation marks and the
    first tokens of lines.
    """

    words: Words
    cues: Mapping[int, tuple[Cue, ...]]
    places: Mapping[str, Sequence[int]]
    ends: Sequence[int]
    openings: Sequence[int]
    closings: Sequence[int]
    marks: AbstractSet[int]
    numbers: Mapping[int, NumberMention]

    def has(self, i: int, *classes: str) -> Cue | None:
        """The first cue of one of the classes at token i."""
        for cue in self.cues.get(i, ()):
            if cue.sense.cls in classes:
                return cue
        return None

    def stops(self, i: int) -> bool:
        """Whether a punctuation mark, a line break or the end of the text stands at token i."""
        return i in self.marks or not 0 <= i < len(self.ends)

    def token_at(self, offset: int) -> int:
        """The index of the first token that ends after an offset."""
        return bisect_right(self.ends, offset)

    def within(self, first: int, last: int, *classes: str) -> bool:
        """Whether a cue of one of the classes starts at a token of `first:last`."""
        found = (self.places.get(name, ()) for name in classes)
        return any(bisect_left(at, first) < bisect_left(at, last) for at in found)

    def clause(self, first: int, last: int, reach: int) -> tuple[int, int]:
        """Widen a range of tokens to the punctuation marks or line ends around it, at most `reach` tokens each way."""
        opened, closed = bisect_right(self.openings, first), bisect_left(self.closings, last)
        low = max(self.openings[opened - 1] if opened else 0, first - reach)
        high = min(self.closings[closed] if closed < len(self.closings) else len(self.words), last + reach)
        return low, high


@dataclass(frozen=True, slots=True)
class People:
    """A noun phrase for people over the tokens `first:last`, which are the code points `start:end`.

    `low` and `high` count people, None where the text gives no such end. `who` is the range of the words for them;
    `harm` is set where their own noun says it; `others`: told as others; `known`: a noun says that they are people.
    """

    first: int
    last: int
    start: int
    end: int
    low: int | None
    high: int | None
    bound: Bound
    form: Form
    unit: str | None = None
    who: tuple[int, int] | None = None
    group: Group = "unknown"
    number: NumberMention | None = None
    harm: Cue | None = None
    others: bool = False
    known: bool = True
    definite: bool = False

    @property
    def counted(self) -> bool:
        """Whether a figure counts them: no bare singular or plural."""
        return self.number is not None and self.form not in ("singular", "plural")


def read(text: str, numbers: Sequence[NumberMention]) -> Reading:
    """Tokenise a text and index its cues and its quantities by token."""
    reading = _walked(text)
    quantities = {reading.token_at(n.start): n for n in numbers if n.kind == "quantity"}
    return replace(reading, numbers=quantities)


@lru_cache(maxsize=4)
def _walked(text: str) -> Reading:
    """A text without its quantities; several scanners walk over the same article."""
    words = words_of(text)
    cues = by_token(cues_in(words))
    places: dict[str, list[int]] = defaultdict(list)
    for i, here in cues.items():
        for name in {cue.cls for cue in here}:
            places[name].append(i)
    ends = [token.end for token in words.tokens]
    lines = {bisect_right(ends, hit.start()) for hit in _LINE_END.finditer(text)}
    marks = [i for i, token in enumerate(words.tokens) if token.text in _STOPS]
    openings = sorted({0, *lines, *(i + 1 for i in marks)})
    closings = sorted({*lines, *marks})
    return Reading(words, cues, places, ends, openings, closings, frozenset((0, *closings)), {})


def group_of(noun: CountedNoun | None) -> Group:
    """The group that a noun names by itself; demonyms and words such as "person" name none."""
    if noun is None:
        return "unknown"
    if noun.noun.kind == "military_person":
        return "military"
    lemma = fold_key(noun.noun.lemma)
    if noun.noun.kind != "person" or lemma in word_classes()["unsaid"]:
        return "unknown"
    return "unknown" if lemma.endswith("ي") and lemma not in word_classes()["civilian_relational"] else "civilian"


def is_military(word: str) -> bool:
    """Whether a word names fighters, or an armed body, so that those counted "of" it are combatants."""
    return word.removeprefix("ال") in word_classes()["bodies"] or group_of(counted_noun(word)) == "military"


def of_civilians(reading: Reading, span: tuple[int, int]) -> Group | None:
    """Members of a body that rescues, whatever they are called (عناصر من الدفاع المدني), or of one family."""
    first, last = span
    words, classes = reading.words, word_classes()
    near = next((k for k in range(last, last + 2) if reading.stops(k)), last + 2)
    if any(words.word(k) in classes["household"] for k in range(first, near)):
        return "civilian"
    behind = words.word(last) in ("من", "في") and not reading.stops(last + 1)
    pairs = [(k, k + 1) for k in (*range(first + 1, last), *((last + 1,) if behind else ()))]
    named = ([words.word(k).removeprefix("ال") for k in pair] for pair in pairs)
    rescue = any(head in classes["relief"] and of in classes["relief_of"] for head, of in named)
    return "civilian" if rescue else None


def belonging(reading: Reading, last: int) -> Group:
    """The group that the people before token `last` are said to be of: جرحى من قوات الجيش, قتلى من المدنيين."""
    words = reading.words
    if words.word(last) != "من" and words.word(last + 1) != "صفوف":
        return "unknown"
    body = last + 1 + (words.word(last) != "من")
    if reading.stops(body) or reading.has(last, "subset"):
        return "unknown"
    first, second = _said_group(words.word(body)), words.word(body + 1)
    if second.startswith("و") and {first, _said_group(second)} == {"civilian", "military"}:
        return "mixed"
    noun = counted_noun(words.word(body))
    named = noun is not None and noun.noun.kind in PEOPLE  # أفراد, عناصر: the next word says of what
    return _said_group(second) if first == "unknown" and named and not reading.stops(body + 1) else first


def _said_group(word: str) -> Group:
    return "military" if is_military(word) else group_of(counted_noun(word))


def widest_group(reading: Reading, span: tuple[int, int], noun: CountedNoun | None) -> Group:
    """The group of a noun, else that of any word of its phrase (a range of tokens)."""
    found = group_of(noun)
    if found != "unknown":
        return found
    groups = {group_of(counted_noun(reading.words.word(k))) for k in range(*span)}
    return "civilian" if "civilian" in groups else "unknown"


def joined_harm(first: Harm, second: Harm) -> Harm:
    """The harm of one figure for both ("20 dead and wounded")."""
    return first if first == second else "killed_or_injured"
