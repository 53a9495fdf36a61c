"""Whose words they are and of whom they speak: parties to a conflict by states and names, insiders, witnesses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor.arabic.actor_lexicon import state_of
from extractor.arabic.actors import ActorMention
from extractor.arabic.speech import bare, word_class

ARMED = frozenset(
    ("state_forces", "rebel_group", "jihadist", "militia", "coalition", "state", "government", "armed_group")
)
NAMED = frozenset(("rebel_group", "jihadist", "militia"))
_WITNESSES = word_class("witnesses")
_COMMON = word_class("no_party")
_OFFICIAL = tuple(word_class("official_stems"))
_HEADS = word_class("envoys")
_CORPS = frozenset(("جيش", "قوات", "شرطه", "امن"))
_WATCHERS = frozenset(("monitor", "international_organization"))


@dataclass(frozen=True, slots=True)
class Party:
    """Who somebody belongs to: states, and the content words of the name.

    `corps` stands for an army or police by any name, `named` for the actor in the text, where one is.
    """

    states: frozenset[str]
    words: frozenset[str]
    category: str | None
    corps: bool = False
    named: ActorMention | None = None

    def shares(self, other: "Party") -> bool:
        """Whether both belong to one side: the same state, or a word of the name in common."""
        return bool(self.states & other.states or self.words & other.words)

    @property
    def anonymous(self) -> bool:
        """Whether it is a kind of force only (الجيش, سلاح الجو): its speaker's own, and nobody in another's mouth."""
        return not self.states and not self.words and self.category not in NAMED

    def speaks_for(self, other: "Party") -> bool:
        """Whether words about `other` are about the speaker's own side; who only watches a war has none in it."""
        return other.anonymous or (self.category not in _WATCHERS and other.shares(self))


def party(keys: Sequence[str], category: str | None, states: Iterable[str | None] = ()) -> Party:
    """The party that folded words, and the states of the actors in them, point to."""
    sides = frozenset(s for s in (*map(state_of, keys), *states) if s)
    words = frozenset(_stem(k) for k in keys if k.isalpha() and state_of(k) is None) - _COMMON
    return Party(sides, words, category, any(bare(k) in _CORPS for k in keys))


@lru_cache(maxsize=2048)
def _stem(word: str) -> str:
    word = bare(word)
    return next(
        (
            word.removesuffix(e)
            for e in ("يون", "يين", "ون", "ين", "يه", "ي")
            if word.endswith(e) and len(word) > len(e) + 2
        ),
        word,
    )


@dataclass(frozen=True, slots=True)
class Said:
    """A statement's words, the actors in them as word ranges, and the speaker's side."""

    keys: Sequence[str]
    actors: Sequence[tuple[int, int, ActorMention]]
    speaker_keys: Sequence[str]
    speaker: Party


def side_of(said: Said, a: int, b: int, mention: ActorMention) -> Party:
    """The party of an actor at the words `a:b` of a statement."""
    return replace(party(said.keys[a:b], mention.category, (mention.state,)), named=mention)


def is_insider(said: Said) -> bool:
    """Whether the speaker belongs to a state's own people (مصدر عسكري, الرئيس التركي): its army is no stranger's."""
    heads = {bare(k) for k in said.speaker_keys}
    official = any(k.startswith(_OFFICIAL) for k in heads) or (heads & _HEADS and said.speaker.states)
    return said.speaker.category in ARMED or bool(official)


def is_witness(said: Said) -> bool:
    """Whether the speaker tells what others did: sources, witnesses, media, hospitals; no agency of intelligence."""
    if any(bare(k).startswith(("استخبار", "مخابر")) for k in said.speaker_keys[:3]):
        return bare(said.speaker_keys[0]) in ("مصدر", "مصادر")
    words = [k for k in said.speaker_keys[:4] if k.isalpha()]
    return any(bare(k) in _WITNESSES or k in _WITNESSES for k in words[:2])
