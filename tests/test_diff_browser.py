"""The page of a diff in a browser: it fits, loads and runs nothing, and axe-core finds no serious fault."""

from collections.abc import Iterator

import factory
import hostile
import pytest
from browser import browser, needs_chromium, opened
from diff_cases import OLD, with_item
from playwright.sync_api import Browser

from extractor.diff.comparing import Article, Summary
from extractor.diff.entries import entries_of
from extractor.diff.page import page
from extractor.diff.sides import Version
from schemas.state import State

pytestmark = needs_chromium
COUNT = OLD.casualties[0].count.model_copy(update={"low": 20, "high": 20})
NEW = with_item("claims", 0, with_item("casualties", 0, count=COUNT), state=State.REVIEW)
ARTICLES = [
    Article("a", tuple(entries_of(Version(OLD, factory.TEXT), Version(NEW, factory.TEXT)))),
    Article(
        "b", tuple(entries_of(Version(OLD, factory.TEXT), Version(hostile.record(), hostile.TEXT))), other_text=True
    ),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    summary = Summary(broken=["x"])
    for article in ARTICLES:
        summary.add(article)
    file = tmp_path_factory.mktemp("diff") / "diff.html"
    file.write_text("".join(page(summary, ARTICLES)), encoding="utf-8", newline="")
    return file.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_of_a_diff_fits_complains_of_nothing_and_has_no_serious_fault(
    chromium: Browser, address: str, width: int, scheme: str
) -> None:
    with opened(chromium, address, width, scheme) as seen:
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
        assert seen.page.locator(".change .piece.both").first.inner_text() == "19"
        assert (seen.complaints, seen.serious_faults()) == ([], [])
        assert set(seen.requests) <= {address, "data:,"}
