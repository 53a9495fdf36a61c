"""What a careful reader finds in one article: the answers that records are measured against.

The same facts as a record in a smaller shape, every string an exact substring of the article. Source: the annotation
guideline; unknown keys are kept out of the comparison, not refused, since annotators add notes of their own.
"""

from datetime import date

from pydantic import BaseModel, ConfigDict

from schemas.aggregate import Metric
from schemas.casualty import CasualtyStatus, Group, Harm
from schemas.claim import Act
from schemas.incident import IncidentKind, Role


class GoldModel(BaseModel):
    """A part of a gold file."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class GoldDate(GoldModel):
    """The words that date an attack, and its first and last day where they are fixed."""

    raw: str | None
    start: date | None
    end: date | None


class GoldFigure(GoldModel):
    """A number in its words; an open end is null."""

    raw: str
    low: int | None
    high: int | None


class GoldIncident(GoldModel):
    """One attack; places run from the most specific to the widest."""

    id: str
    role: Role | None
    kind: IncidentKind
    date: GoldDate | None
    places: tuple[str, ...]
    attackers: tuple[str, ...]
    targets: tuple[str, ...]
    munitions: GoldFigure | None
    evidence: str


class GoldCasualty(GoldModel):
    """A statement of human harm; `incident` is null where it covers a period or several attacks."""

    incident: str | None
    harm: Harm
    status: CasualtyStatus
    raw: str
    low: int | None
    high: int | None
    who: str | None
    group: Group | None
    cumulative: bool
    subset: bool = False
    evidence: str


class GoldClaim(GoldModel):
    """Who says what about which attacks."""

    speaker: str
    act: Act
    about: tuple[str, ...]
    evidence: str


class GoldAggregate(GoldModel):
    """A total over a period or several attacks."""

    metric: Metric
    raw: str
    low: int | None
    high: int | None
    evidence: str


class Gold(GoldModel):
    """The facts of one article."""

    article: str
    published: date | None
    incidents: tuple[GoldIncident, ...]
    casualties: tuple[GoldCasualty, ...]
    claims: tuple[GoldClaim, ...]
    aggregates: tuple[GoldAggregate, ...]
