"""What a model fills in one call: flat, few tokens, pointing at numbered sentences and copying short phrases.

It never writes offsets, ISO dates, coordinates or parsed numbers; code derives those. The pointer comes before the
label and the label before free text, because key order is the order of generation. All lists and strings are bounded.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from schemas.aggregate import Metric
from schemas.casualty import CasualtyStatus, Group, Harm
from schemas.claim import Act
from schemas.incident import IncidentKind, Role

Phrase = Annotated[str, Field(max_length=120)]
SentenceId = Annotated[str, Field(max_length=8)]


class DraftModel(BaseModel):
    """A part of the draft; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", use_enum_values=False)


class DraftIncident(DraftModel):
    """An attack, in the words of the article."""

    s: SentenceId
    kind: IncidentKind
    role: Role
    date: Phrase | None
    places: Annotated[list[Phrase], Field(max_length=6)]
    attackers: Annotated[list[Phrase], Field(max_length=4)]
    targets: Annotated[list[Phrase], Field(max_length=4)]
    munitions: Phrase | None


class DraftCasualty(DraftModel):
    """A statement of human harm; `incident` counts from 1, 0 is none."""

    s: SentenceId
    words: Phrase
    harm: Harm
    status: CasualtyStatus
    who: Phrase | None
    group: Group
    incident: Annotated[int, Field(ge=0, le=30)]
    cumulative: bool


class DraftClaim(DraftModel):
    """Who says what; `about` counts incidents from 1."""

    s: SentenceId
    speaker: Phrase
    act: Act
    about: Annotated[list[Annotated[int, Field(ge=1, le=30)]], Field(max_length=8)]


class DraftAggregate(DraftModel):
    """A total over a period or several events."""

    s: SentenceId
    words: Phrase
    metric: Metric


class Draft(DraftModel):
    """One article, or one part of a long one."""

    incidents: Annotated[list[DraftIncident], Field(max_length=30)]
    casualties: Annotated[list[DraftCasualty], Field(max_length=40)]
    claims: Annotated[list[DraftClaim], Field(max_length=30)]
    aggregates: Annotated[list[DraftAggregate], Field(max_length=20)]
