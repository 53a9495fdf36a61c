"""The day of an attack that is told without one: news names its day once, in its lead, and goes on from there.

Source: gold dates such attacks by the day that the article gives to its news.
"""

from collections.abc import Sequence

from extractor.arabic.scan import Scan
from extractor.build import only_day, when
from extractor.drafting.roles import recalled
from schemas.incident import Incident


def with_days(seen: Scan, incidents: Sequence[Incident]) -> tuple[Incident, ...]:
    """Give an undated attack the only day that the article has named before it; a recalled one stays open."""

    def dated(incident: Incident) -> Incident:
        at = incident.evidence[0].start
        if incident.date or recalled(seen, at):
            return incident
        return incident.model_copy(update={"date": when(seen.text, only_day(seen, at))})

    return tuple(map(dated, incidents))
