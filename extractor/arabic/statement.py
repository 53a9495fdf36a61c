"""A statement as words of one sentence: where the cue, the speaker and the content stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.arabic.speakers import Speaker
from extractor.arabic.speech import Cue


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement in word positions of its sentence.

    `speaker` is None when the verb's subject is a pronoun or an earlier mention: the last speaker then goes on.
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


@dataclass(frozen=True, slots=True)
class Line:
    """The folded words of one sentence; `actors` are word ranges of known actors."""

    keys: Sequence[str]
    actors: Sequence[tuple[int, int]]
    named: frozenset[int]

    def actor_at(self, i: int) -> tuple[int, int] | None:
        """The actor whose words include word `i`."""
        return next((a for a in self.actors if a[0] <= i < a[1]), None) if i in self.named else None
