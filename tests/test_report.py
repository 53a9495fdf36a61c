"""Pages: their data, that nothing of an article becomes markup, what the command writes."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import factory
import hostile
import pytest
from command_line import extractor, files
from jinja2 import DictLoader

from extractor import store
from extractor.report.index import index_row, index_view
from extractor.report.page import article_assets, article_context, article_page, environment, index_page
from extractor.report.view import Card, article_view
from extractor.report.wording import figure, harm, sentences
from extractor.validators.rules import ALL
from schemas.base import Span
from schemas.casualty import CasualtyStatus
from schemas.quantity import Bound, Quantity
from schemas.record import Record

VIEW = article_view(factory.record(), factory.TEXT)
DRAFTING = Path(__file__).parent.parent / "extractor" / "drafting"


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the words of each that names a kind."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def saved(folder: Path, *records: tuple[Record, str]) -> Path:
    for record, text in records:
        store.save(folder, record, text, None)
    return folder


def card(key: str) -> Card:
    return next(each for each in (*VIEW.cards, *VIEW.unused) if each.key == key)


class TestView:
    def test_every_item_and_every_unused_mention_has_one_card(self) -> None:
        assert [each.kind for each in VIEW.cards] == [
            "incident", "incident", "casualty", "casualty", "casualty", "casualty", "claim", "aggregate",
        ]  # fmt: skip
        assert [each.number for each in (*VIEW.cards, *VIEW.unused)] == list(range(1, 10))

    def test_a_card_says_what_it_is_in_words(self) -> None:
        assert [each.title for each in VIEW.cards] == [
            "Airstrike", "Drone attack", "19 killed", "1 killed", "5 injured", "Some killed", "Confirms",
            "78 attacks in total",
        ]  # fmt: skip
        assert VIEW.unused[0].title == "Number: 6"

    def test_a_link_carries_the_id_of_its_item(self) -> None:
        fields = {field.name: field.values for field in card("c911").fields}
        assert [fields[name][0].link for name in ("incident_id", "claim_id")] == ["i2473", "k541"]

    def test_findings_stand_on_their_card_the_worst_first_and_others_on_the_article(self) -> None:
        assert [said.level for said in card("c911").findings] == ["review"]
        finding = factory.record().findings[0].model_copy(update={"item": ""})
        view = article_view(factory.record(findings=[finding]), factory.TEXT)
        assert [said.rule for said in view.findings] == ["totals.incident"]

    def test_a_quote_that_does_not_stand_there_marks_no_words(self) -> None:
        moved = Span(start=0, end=3, quote="كذب")
        claim = factory.record().claims[0].model_copy(update={"evidence": [moved]})
        view = article_view(factory.record(claims=[claim]), factory.TEXT)
        assert not any(mark.start == 0 for each in view.segments for mark in each.marks)
        assert next(each for each in view.cards if each.kind == "claim").quotes == (moved,)

    def test_only_the_widest_quotes_are_read(self) -> None:
        spans = tuple(Span(start=s, end=e, quote=factory.TEXT[s:e]) for s, e in ((0, 5), (0, 9), (20, 22)))
        shown = Card(1, "c", "claim", "accepted", "", (), spans, (), placed=True).widest
        assert [(each.start, each.end) for each in shown] == [(0, 9), (20, 22)]

    def test_a_failed_record_has_its_error(self) -> None:
        assert article_view(factory.failed(), factory.TEXT).error.startswith("ServerDown: The server at")


@pytest.mark.parametrize(
    ("low", "high", "bound", "said"),
    [
        (5, 5, Bound.EXACT, "5"),
        (1200, 1200, Bound.APPROXIMATE, "about 1,200"),
        (21, None, Bound.MORE_THAN, "21 or more"),
        (None, 9, Bound.AT_MOST, "up to 9"),
        (3, 10, Bound.RANGE, "3 to 10"),
        (None, None, Bound.VAGUE, "some"),
    ],
)
def test_a_figure_says_its_open_ends(low: int | None, high: int | None, bound: Bound, said: str) -> None:
    words = Span(start=0, end=3, quote="عدد")
    assert figure(Quantity(raw="عدد", evidence=words, low=low, high=high, bound=bound, form=None, unit=None)) == said


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (CasualtyStatus.COUNTED, "19 killed"),
        (CasualtyStatus.EXPLICITLY_NONE, "Nobody killed"),
        (CasualtyStatus.NONE_REPORTED, "None reported killed"),
        (CasualtyStatus.UNKNOWN_STATED, "Killed: number not known"),
        (CasualtyStatus.POSSIBLE_ONLY, "Possibly 19 killed"),
    ],
)
def test_four_kinds_of_nothing_are_told_apart(status: CasualtyStatus, said: str) -> None:
    assert harm(factory.record().casualties[0].model_copy(update={"status": status})) == said


def test_every_rule_has_a_sentence_and_no_sentence_lacks_a_rule() -> None:
    sources = "".join(path.read_text("utf-8") for path in DRAFTING.glob("*.py"))
    rules = {rule.name for rule in ALL} | set(re.findall(r'"(drafting\.\w+)"', sources))
    assert set(sentences()) == rules
    assert all(said.endswith(".") and said[0].isupper() for said in sentences().values())


class TestPage:
    page = article_page(VIEW, "../report.html")
    elements = Elements(page)

    def test_cards_and_words_carry_what_other_pages_build_on(self) -> None:
        cards = [each for each in self.elements.all("article") if "data-item" in each]
        assert [each["data-item"] for each in cards] == [each.key for each in (*VIEW.cards, *VIEW.unused)]
        assert all({"data-kind", "data-state", "data-start", "data-end"} <= set(each) for each in cards)
        pieces = [each for each in self.elements.all("span") if "data-start" in each]
        assert [(each["data-start"], each["data-end"]) for each in pieces] == [
            (str(each.start), str(each.end)) for each in VIEW.segments
        ]

    def test_words_and_items_link_to_each_other(self) -> None:
        names = {attributes["id"] for _, attributes in self.elements.found if attributes.get("id")}
        links = {each["href"] for each in self.elements.all("a")} - {"../report.html"}
        assert {str(link)[1:] for link in links} <= names

    def test_no_id_stands_twice(self) -> None:
        ids = [attributes["id"] for _, attributes in self.elements.found if "id" in attributes]
        assert len(ids) == len(set(ids))


PAGES = {
    "seed": article_page(VIEW),
    "hostile": article_page(article_view(hostile.record(), hostile.TEXT)),
    "failed": article_page(article_view(factory.failed(), factory.TEXT)),
    "empty": article_page(article_view(factory.failed(error=None, article=factory.article("")), "")),
    "list": index_page(index_view([index_row(hostile.record(), "report/hostile.html")], [hostile.MARKUP])),
}


OWN_ELEMENTS = {
    *("html", "head", "meta", "title", "link", "style", "body", "script", "a", "header", "div", "h1", "h2", "h3"),
    *("section", "form", "fieldset", "legend", "label", "input", "select", "option", "output", "main", "article"),
    *("span", "ul", "ol", "li", "dl", "dt", "dd", "bdi", "button", "blockquote", "dialog", "details", "summary"),
    *("wbr", "kbd", "p", "strong", "table", "caption", "thead", "tbody", "tr", "th", "td"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_holds_only_its_own_elements_and_asks_nobody(name: str) -> None:
    elements = Elements(PAGES[name])
    assert {tag for tag, _ in elements.found} <= OWN_ELEMENTS
    attributes = {attribute for _, found in elements.found for attribute in found}
    assert not any(attribute == "style" or attribute.startswith("on") for attribute in attributes)
    assert len(elements.all("script")) == len(elements.all("style")) == 1
    assert [each["href"] for each in elements.all("link")] == ["data:,"]
    assert not any("src" in found for _, found in elements.found)


@pytest.mark.parametrize("name", PAGES)
def test_no_odd_character_reaches_the_page_itself(name: str) -> None:
    assert not re.search("[\0-\x09\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", PAGES[name])


def test_an_address_that_is_none_of_the_web_is_no_link() -> None:
    hrefs = {str(each["href"]) for each in Elements(PAGES["hostile"]).all("a")}
    assert hrefs
    assert all(href.startswith("#") for href in hrefs)
    web = factory.record(article=factory.article(url="https://news.example/1"))
    assert 'href="https://news.example/1" rel="noreferrer noopener"' in article_page(article_view(web, factory.TEXT))


def test_the_policy_allows_its_own_script_and_style_alone_and_what_a_page_adds() -> None:
    policy = article_assets().policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert policy.count("'sha256-") == 2
    assert article_assets(("go()",), (), connect_src="'self'").policy.endswith("; connect-src 'self'")


def page_of(text: str) -> str:
    return article_page(article_view(factory.failed(article=factory.article(text)), text))


def test_a_line_of_a_million_letters_is_one_page_with_places_to_break_at() -> None:
    text = "ق" * 1_000_000
    page = page_of(text)
    assert text in page.replace("<wbr>", "")
    assert not re.search("ق{101}", page)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"قتل {'ق' * 250} ستة", f"قتل <wbr>{'ق' * 100}<wbr>{'ق' * 100}<wbr>{'ق' * 50} ستة"),
        (f"قتل {'<' * 201}", f"قتل <wbr>{'&lt;' * 100}<wbr>{'&lt;' * 100}<wbr>&lt;"),
        ("قتل ستة " * 100, "قتل ستة " * 100),
    ],
    ids=["letters", "markup", "words"],
)
def test_only_letters_without_end_get_places_to_break_at(text: str, shown: str) -> None:
    assert f">{shown}</span></div>" in page_of(text)


def test_a_hundred_thousand_controls_are_one_sign() -> None:
    page = page_of("قتل" + "\u202e" * 100_000)
    assert len(page) < 60_000
    assert page.count('data-label="RLO ×100000"') == 1


def test_another_page_can_build_on_that_of_an_article() -> None:
    blocks = {"actions": "<b>all</b>", "head": '<meta name="x">'}
    filled = "".join(f"{{% block {name} %}}{html}{{% endblock %}}" for name, html in blocks.items())
    loader = DictLoader(
        {"review.html": f'{{% extends "article.html" %}}{filled}', "foot.html": "<i>{{ card.key }}</i>"}
    )
    assets = article_assets(("go()",), ("p {}",), connect_src="'self'")
    context = article_context(VIEW, assets) | {"card_template": "foot.html"}
    page = environment(loader).get_template("review.html").render(context)
    assert re.findall("<i>(.*?)</i>", page) == [each.key for each in (*VIEW.cards, *VIEW.unused)]
    assert [page.count(own) for own in ("<b>all</b>", '<meta name="x">', "<script>go()</script>")] == [1, 1, 1]


class TestCommand:
    def test_one_record_is_one_page(self, tmp_path: Path) -> None:
        saved(tmp_path / "records", (factory.record(), factory.TEXT))
        ran = extractor(tmp_path, "report", f"records/{factory.ARTICLE_ID}.json", "-o", "one.html")
        assert (ran.code, ran.out, ran.err.strip()) == (0, "", "Open one.html")
        assert not (tmp_path / "one").exists()
        assert "All articles" not in (tmp_path / "one.html").read_text("utf-8")

    def test_a_folder_is_a_list_with_a_page_an_article(self, tmp_path: Path) -> None:
        other = factory.record(article=factory.article(hostile.TEXT, id="a #1?")), hostile.TEXT
        saved(tmp_path / "records", (factory.record(), factory.TEXT), other)
        assert extractor(tmp_path, "report", "records").code == 0
        page = (tmp_path / "report.html").read_text("utf-8")
        assert sorted(path.name for path in (tmp_path / "report").iterdir()) == [
            f"{factory.ARTICLE_ID}.html", "a #1?.html",
        ]  # fmt: skip
        assert 'href="report/a%20%231%3F.html"' in page
        assert 'href="../report.html"' in (tmp_path / "report" / "a #1?.html").read_text("utf-8")

    @pytest.mark.parametrize("break_it", ["record", "text"])
    def test_a_broken_record_is_named_and_the_others_are_done(self, tmp_path: Path, break_it: str) -> None:
        records = saved(tmp_path / "records", (factory.record(), factory.TEXT))
        saved(records, (factory.record(article=factory.article(id="broken")), factory.TEXT))
        path = records / "broken.json" if break_it == "record" else records / "texts" / "broken.txt"
        path.write_bytes(b"{")
        ran = extractor(tmp_path, "report", "records")
        assert (ran.code, len(ran.errors)) == (6, 1)
        page = (tmp_path / "report.html").read_text("utf-8")
        assert "<strong>Could not be read:</strong> broken" in page
        assert [path.name for path in (tmp_path / "report").iterdir()] == [f"{factory.ARTICLE_ID}.html"]

    @pytest.mark.parametrize("out", [f"records/{factory.ARTICLE_ID}.json", "records"])
    @pytest.mark.parametrize("command", ["report records", "diff records records", "export records"])
    def test_a_record_is_no_place_for_a_page(self, tmp_path: Path, command: str, out: str) -> None:
        before = files(saved(tmp_path / "records", (factory.record(), factory.TEXT)))
        ran = extractor(tmp_path, *command.split(), "-o", out)
        assert (ran.code, len(ran.errors)) == (2, 1)
        assert files(tmp_path / "records") == before

    @pytest.mark.parametrize("records", ["missing", "empty"])
    def test_nothing_to_report_is_said(self, tmp_path: Path, records: str) -> None:
        (tmp_path / "empty").mkdir()
        ran = extractor(tmp_path, "report", records)
        assert (ran.code, len(ran.errors)) == (6, 1)


def test_those_in_doubt_come_first() -> None:
    def row(name: str, **changes: Any) -> Any:
        return index_row(factory.record(article=factory.article(id=name), **changes), "")

    view = index_view([row("a", casualties=[]), row("c"), row("b")], [])
    assert [(each.name, each.doubt) for each in view.rows] == [("b", 2), ("c", 2), ("a", 0)]
    assert dict(view.totals) == {"Incidents": 6, "Casualties": 8, "Claims": 3, "Aggregates": 3, "In doubt": 4}
