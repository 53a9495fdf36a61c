"""A statement as words of one sentence: where the cue, the speaker and the content stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.arabic.speakers import Speaker
from extractor.arabic.speech import Cue


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement in word positions of its sentence.

    `speaker` is None when the verb's subject is a pronoun or an earlier mention: the last speaker then goes on.
    `via` is the medium that passes the words on.
    """

    cue: Cue | None
    act: str
    gloss: str
    cue_start: int
    cue_end: int
    speaker: Speaker | None
    content_start: int
    content_end: int
    rule: str
    via: Speaker | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """The folded words of one sentence; `actors` maps each word of a known actor to the actor's word range."""

    keys: Sequence[str]
    actors: Mapping[int, tuple[int, int]]
    named: frozenset[int]

    def actor_at(self, i: int) -> tuple[int, int] | None:
        """The actor whose words include word `i`."""
        return self.actors.get(i)

    def actors_in(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """The actors that begin in the words `start:stop`, in order."""
        return (a for i in range(start, stop) if (a := self.actors.get(i)) is not None and a[0] == i)
