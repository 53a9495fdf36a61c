"""A news page to its article text, with trafilatura (extra `[html]`)."""

from dataclasses import dataclass
from datetime import date

from extractor.errors import InputError
from extractor.facts import NO_FACTS, Facts, parse_date

# The latest date is fixed, since trafilatura's own default is today: the same page must give the same record.
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page without menus, comments and tables, and what its metadata say."""

    text: str
    facts: Facts


def read_page(source: str) -> Page:
    """Extract the article of an HTML source; the text is empty where trafilatura finds none.

    Raises:
        InputError: trafilatura is not installed.
    """
    try:
        from trafilatura import bare_extraction
    except ImportError:
        raise InputError('is HTML; install the extra with pip install "casualty-extractor[html]"') from None
    page = bare_extraction(
        source,
        favor_precision=True,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params=_DATES,
    )
    if page is None or isinstance(page, dict):
        return Page("", NO_FACTS)
    return Page(page.text or "", Facts(published=_day(page.date), url=page.url, title=page.title))


def _day(text: str | None) -> date | None:
    try:
        return parse_date(text or "")
    except ValueError:
        return None
