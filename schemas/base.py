"""What every stored model shares: frozen, closed to unknown keys, and the words it stands on."""

from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator


class Stored(BaseModel):
    """A part of a record. Unknown keys are refused: a typo in a stored file must not read as an absent value."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(Stored):
    """A half-open range of code points of the untouched article text; `quote == text[start:end]`."""

    start: int
    end: int
    quote: str

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if not 0 <= self.start < self.end or len(self.quote) != self.end - self.start:
            raise ValueError(f"span {self.start}:{self.end} does not fit its quote of {len(self.quote)} characters")
        return self


class Leaf(Stored):
    """A value read from the text: the raw words beside it, and where they stand."""

    raw: str
    evidence: Span

    @model_validator(mode="after")
    def _raw_is_the_quote(self) -> Self:
        if self.raw != self.evidence.quote:
            raise ValueError(f"raw words {self.raw!r} are not the quoted words {self.evidence.quote!r}")
        return self
