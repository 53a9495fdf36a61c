"""The news of an article or an earlier event it recalls: decided by time where the text gives one."""

from datetime import timedelta

from extractor.arabic.mentions import DateMention
from extractor.arabic.scan import Scan
from schemas.incident import Role

NEWS_DAYS = 2  # articles report what happened up to two days before publication as their news
LEAD_SENTENCES = 2


def role_of(seen: Scan, start: int, date: DateMention | None) -> Role | None:
    """Focal or background; None where neither a date nor the place in the article decides it."""
    if date and date.first and seen.published:
        recent = date.first >= seen.published - timedelta(days=NEWS_DAYS)
        return Role.FOCAL if recent else Role.BACKGROUND
    if date and date.basis == "relative_to_event":
        return Role.BACKGROUND
    lead = seen.sentences[:LEAD_SENTENCES]
    return Role.FOCAL if lead and start < lead[-1].end else None
