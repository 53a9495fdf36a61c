"""Thirty items of the seeds reviewed by hand, as far as a script has hands: in Chromium, by mouse and keys."""

import contextlib
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest
from browser import Opened, browser, needs_chromium, opened
from command_line import extractor
from playwright.sync_api import Browser, Page
from reviewing import TOKEN, Reviewer, saved, served

from extractor.review.article import open_article
from schemas.casualty import Casualty
from schemas.decision import Verb
from schemas.items import KINDS
from schemas.state import State

pytestmark = needs_chromium
ROOT = Path(__file__).parent.parent
RAID = "002_a7d7e2bd7541989c"


@dataclass(frozen=True)
class Site:
    folder: Path
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def open(
        self, chromium: Browser, path: str = "/", width: int = 1280, scheme: str = "light"
    ) -> AbstractContextManager[Opened]:
        return opened(chromium, f"{self.address}{path}?token={TOKEN}", width, scheme)

    def states(self, article: str = RAID) -> dict[str, State]:
        record = open_article(self.folder / f"{article}.json").record
        return {item.id: item.state for kind in KINDS for item in getattr(record, kind)}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds")
    tapes = ROOT / "tests" / "cassettes" / "seeds"
    assert extractor(folder, "run", ROOT / "seeds" / "articles", "--replay", tapes, "-o", "records").code == 0
    return folder / "records"


@pytest.fixture(scope="module")
def chromium(seeds: Path) -> Iterator[Browser]:
    """After the seeds are read: while Playwright lives, its loop runs in this thread."""
    with browser() as started:
        yield started


@pytest.fixture
def site(seeds: Path) -> Iterator[Site]:
    with served(seeds) as port:
        yield Site(seeds, port)


def card(name: str) -> str:
    return f'.card[data-item="{name}"]'


def press(page: Page, key: str) -> None:
    """A key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def shown(page: Page) -> dict[str, str]:
    """The state of each item on a page."""
    cards = page.locator('.card:not([data-kind="mention"])')
    return dict(cards.evaluate_all("cards => cards.map(card => [card.dataset.item, card.dataset.state])"))


def test_thirty_items_are_reviewed(chromium: Browser, site: Site) -> None:
    with site.open(chromium) as seen:
        page = seen.page
        assert seen.serious_faults() == []
        press(page, "n")
        assert f"/articles/{RAID}" in page.url
        assert page.locator(".card.chosen").get_attribute("data-state") == "review"
        assert seen.serious_faults() == []

        for kind in ("incident", "claim", "aggregate", "mention"):
            page.uncheck(f'#filters [name=kind][value="{kind}"]')
        assert page.locator("#shown").inner_text() == "10 shown"

        page.locator(card("k918")).click()
        page.keyboard.press("c")
        page.click(f"{card('k918')} a[href$='field=count']")
        assert seen.serious_faults() == []
        page.locator(".text .word", has_text="6").first.click()
        assert page.locator(card("k918")).get_by_role("heading").inner_text() == "6 injured"

        page.locator(card("k918")).click()
        page.keyboard.press("e")
        page.keyboard.type("told again further down")
        page.keyboard.press("Escape")
        press(page, "r")
        assert shown(page)["k918"] == "rejected"
        assert page.locator("#shown").inner_text() == "10 shown"
        before = shown(page)

        page.select_option("#add", "casualties:missing")
        page.get_by_role("button", name="Choose its words").click()
        page.locator(".text .word", has_text="78").first.click()
        (added,) = set(shown(page)) - set(before)
        assert shown(page)[added] == "accepted"

        press(page, "u")
        assert shown(page) == before
        for key in ("n", "a", "a", "a", "A"):
            press(page, key)
        assert page.get_by_text("Every item of this article is decided.").is_visible()
        assert set(shown(page).values()) == {"accepted", "rejected"}
        now = shown(page)
        page.reload()
        assert shown(page) == now
        press(page, "n")
        assert RAID not in page.url
        press(page, "a")
        assert seen.complaints == []
        assert all(request.startswith((site.address, "data:")) for request in seen.requests)

    verbs = Counter(d.verb for path in site.folder.glob("*.json") for d in open_article(path).decisions)
    assert verbs == {Verb.CORRECT: 1, Verb.REJECT: 1, Verb.ADD: 1, Verb.UNDO: 1, Verb.ACCEPT: 29}
    corrected = open_article(site.folder / f"{RAID}.json").folded.find("k918")
    assert corrected is not None
    assert isinstance(corrected.item, Casualty)
    assert (corrected.item.count.low, corrected.item.count.raw[:1]) == (6, "6")
    assert [d.reason for d in (corrected.verdict,) if d] == ["told again further down"]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light")])
def test_every_page_can_be_read_by_all(chromium: Browser, tmp_path: Path, width: int, scheme: str) -> None:
    reviewers = [Reviewer(saved(tmp_path), name) for name in ("ben", "eve")]
    reviewers[0].ask(Verb.ACCEPT, "k103")
    reviewers[1].ask(Verb.REJECT, "k103", reason="no")
    reviewers[0].do(Verb.CORRECT, "k174", target="count", words=reviewers[0].words("خمسة"))
    with served(tmp_path) as port, Site(tmp_path, port).open(chromium, "/articles/news", width, scheme) as seen:
        page = seen.page
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        assert seen.serious_faults() == []
        assert "ben accepted" in page.locator("[data-rule='review.conflict']").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.click("a[href$='field=attackers']")
        page.locator(".text .word").first.click()
        assert page.locator(".text .word.first").count() == 1
        assert seen.serious_faults() == []
        page.goto(f"http://127.0.0.1:{port}/")
        assert seen.serious_faults() == []
        assert seen.complaints == []


def test_two_reviewers_see_that_they_disagree(chromium: Browser, tmp_path: Path) -> None:
    saved(tmp_path)
    with contextlib.ExitStack() as stack:
        ports = [stack.enter_context(served(tmp_path, name)) for name in ("ben", "eve")]
        ben, eve = (stack.enter_context(Site(tmp_path, port).open(chromium, "/articles/news")) for port in ports)
        for seen, key in ((ben, "a"), (eve, "r")):
            seen.page.locator(card("k103")).focus()
            press(seen.page, key)
        told = eve.page.locator(card("k103")).locator("[data-rule='review.conflict']").inner_text()
        assert re.search("ben accepted on .*, but eve rejected on .*; decide again, having seen both", told)
        assert shown(eve.page)["k103"] == "review"
        press(eve.page, "l")
        assert "1 disagreed on" in eve.page.locator("tbody tr").first.inner_text()
        press(ben.page, "n")
        assert ben.page.locator(".card.chosen").get_attribute("data-item") == "k103"
        ben.page.keyboard.press("e")
        ben.page.keyboard.type("eve is right")
        press(ben.page, "Enter")
        press(ben.page, "r")
        assert shown(ben.page)["k103"] == "rejected"
        assert ben.page.locator("[data-rule='review.conflict']").count() == 0
        assert [*ben.complaints, *eve.complaints] == []
    assert [d.verb for d in open_article(tmp_path / "news.json").decisions][2:] == [Verb.NOTE, Verb.REJECT]


def test_words_are_chosen_by_keys(chromium: Browser, tmp_path: Path) -> None:
    ana = Reviewer(saved(tmp_path))
    with served(tmp_path) as port, Site(tmp_path, port).open(chromium, "/articles/news") as seen:
        page = seen.page
        page.locator(card("i35")).focus()
        page.keyboard.press("c")
        page.click(f"{card('i35')} a[href$='field=attackers']")
        page.locator(".text .word", has_text="مسؤول").focus()
        press(page, "Enter")
        page.keyboard.press("ArrowLeft")
        press(page, "Enter")
        page.goto(f"http://127.0.0.1:{port}/articles/news/choose?item=i35&field=date")
        press(page, "2")
        assert seen.complaints == []
    first, second = ana.look().decisions
    assert (first.new[0]["raw"], second.new["raw"]) == ("مسؤول محلي", "14 آذار 2023")  # type: ignore[index,call-overload]


def test_forms_work_without_script(chromium: Browser, tmp_path: Path) -> None:
    ana = Reviewer(saved(tmp_path))
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    with served(tmp_path) as port:
        page.goto(f"http://127.0.0.1:{port}/articles/news?token={TOKEN}")
        page.get_by_role("button", name="Reject k123").click()
        page.locator(card("k174")).locator("summary", has_text="Correct").click()
        page.locator(card("k174")).locator("a[href$='field=count']").click()
        page.get_by_role("button", name="خمسة", exact=True).last.click()
        context.close()
    assert [d.verb for d in ana.look().decisions] == [Verb.REJECT, Verb.CORRECT]
    assert Site(tmp_path, port).states("news")["k123"] is State.REJECTED
