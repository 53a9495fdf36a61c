"""Pages in a browser: items and words both ways, filters, keys, accessibility, and that nothing of theirs runs."""

from collections.abc import Iterator
from pathlib import Path

import factory
import hostile
import pytest
from browser import Opened, browser, needs_chromium, opened
from playwright.sync_api import Browser

from extractor.report.index import index_row, index_view
from extractor.report.page import article_page, index_page
from extractor.report.view import article_view

pytestmark = needs_chromium
PAGES = {
    "article": article_page(article_view(factory.record(), factory.TEXT)),
    "hostile": article_page(article_view(hostile.record(), hostile.TEXT)),
    "list": index_page(index_view([index_row(factory.record(), "article.html"), index_row(factory.failed(), "")], [])),
}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for name, page in PAGES.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8", newline="")
    return folder


@pytest.fixture
def article(chromium: Browser, folder: Path) -> Iterator[Opened]:
    with opened(chromium, (folder / "article.html").as_uri()) as page:
        yield page
        assert page.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_complains_of_nothing_and_has_no_serious_fault(
    chromium: Browser, folder: Path, name: str, width: int, scheme: str
) -> None:
    address = (folder / f"{name}.html").as_uri()
    with opened(chromium, address, width, scheme) as seen:
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
        if name == "article":
            seen.page.keyboard.press("n")
        assert seen.complaints == []
        assert seen.requests == [address, "data:,"] or seen.requests == [address]
        assert seen.serious_faults() == []


def test_words_lead_to_their_item_and_the_next_click_to_the_next_item(article: Opened) -> None:
    page = article.page
    words = page.locator('.text [data-items="c911 k541"], .text [data-items^="c911"]').first
    numbers = (words.get_attribute("data-cards") or "").split(" ")
    for number in [*numbers, numbers[0]]:
        words.click()
        assert page.locator(".card.chosen").get_attribute("data-card") == number


def test_an_item_leads_to_its_words_and_a_value_to_its_own(article: Opened) -> None:
    page = article.page
    page.locator('.card[data-item="c911"] h3').click()
    assert page.locator(".text .chosen").first.is_visible()
    assert "خمسة" in "".join(page.locator(".text .chosen[data-start]").all_text_contents())
    page.locator('.card[data-item="c911"] [data-field=count] .go').click()
    assert "".join(page.locator(".text .pointed").all_text_contents()) == "خمسة"


def test_hovering_lights_the_words_of_an_item_and_back(article: Opened) -> None:
    page = article.page
    page.locator('.card[data-item="i2473"]').hover()
    assert page.locator(".text .near[data-start]").count() > 1
    page.locator('.text [data-item="i105"]').first.hover()
    assert page.locator(".card.near").get_attribute("data-item") == "i105"


def test_keys_go_through_items_to_words_and_back(article: Opened) -> None:
    page = article.page

    def focused(attribute: str) -> str | None:
        return page.locator(":focus").get_attribute(attribute)

    page.keyboard.press("j")
    assert focused("data-item") == "i105"
    page.keyboard.press("ArrowDown")
    assert focused("data-item") == "i2473"
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    assert focused("id") == "words-1"
    page.keyboard.press("Enter")
    assert focused("id") == "item-1"
    page.keyboard.press("n")
    assert focused("data-item") == "c911"
    page.keyboard.press("/")
    page.keyboard.type("j?n")
    assert page.locator("[name=text]").input_value() == "j?n"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.locator(".chosen").count() == 0


def test_filters_leave_what_was_asked_for(article: Opened) -> None:
    page = article.page
    for kind in ("incident", "claim", "aggregate", "mention"):
        page.locator(f"[name=kind][value={kind}]").uncheck()
    assert page.locator(".card:visible").count() == 4
    page.locator("[name=state][value=accepted]").uncheck()
    assert page.locator("#shown").text_content() == "2 shown"
    page.locator("[name=rule]").select_option("roles.place")
    assert page.locator(".card:visible").count() == 1
    assert page.locator(".sign:visible").count() == 1
    page.locator("[name=text]").fill("no such words")
    assert page.locator(".card:visible").count() == 0


def test_the_text_is_that_of_the_article(article: Opened) -> None:
    assert article.page.locator(".text").evaluate("each => each.textContent") == factory.TEXT


def test_a_hostile_article_is_shown_and_does_nothing(chromium: Browser, folder: Path) -> None:
    with opened(chromium, (folder / "hostile.html").as_uri()) as seen:
        page = seen.page
        assert hostile.MARKUP in (page.locator(".text").text_content() or "")
        assert page.locator(".text .odd").evaluate_all("all => all.map(each => each.dataset.label)") == [
            *("RLO", "PDI", "NUL", "۵", "ZWSP", "CR"),
        ]
        for card in page.locator(".card h3").all():
            card.click()
        page.wait_for_timeout(50)
        assert seen.complaints == []


@pytest.mark.parametrize("line", [hostile.MARKUP, "ق", "\u202e"], ids=["markup", "letter", "control"])
def test_a_line_of_a_million_characters_opens_and_does_nothing(chromium: Browser, tmp_path: Path, line: str) -> None:
    text = (line * (1_000_000 // len(line) + 1))[:1_000_000]
    record = factory.failed(article=factory.article(text, title=line))
    path = tmp_path / "long.html"
    path.write_text(article_page(article_view(record, text)), encoding="utf-8", newline="")
    with opened(chromium, path.as_uri()) as seen:
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 1280
        assert seen.page.locator(".text script, .text img, .text a").count() == 0
        assert seen.complaints == []


def test_a_script_that_came_in_would_not_run(chromium: Browser, folder: Path, tmp_path: Path) -> None:
    smuggled = "<script>document.title='run'</script><img src=x onerror=\"document.title='run'\">"
    path = tmp_path / "smuggled.html"
    path.write_text(PAGES["article"].replace("</body>", f"{smuggled}</body>"), encoding="utf-8")
    with opened(chromium, path.as_uri()) as seen:
        seen.page.wait_for_timeout(50)
        assert seen.page.title() != "run"
        assert len(seen.complaints) >= 3


def test_the_list_filters_and_leads_to_its_pages(chromium: Browser, folder: Path) -> None:
    with opened(chromium, (folder / "list.html").as_uri()) as seen:
        page = seen.page
        page.locator("[name=status][value=failed]").uncheck()
        assert page.locator("#shown").text_content() == "1 shown"
        page.locator("tbody tr:visible a").click()
        assert page.url.endswith("/article.html")
