"""Names hidden in records and by the command: nothing tells one, offsets hold, links stay."""

import re
from pathlib import Path
from typing import Any

import factory
import hostile
import pytest
from command_line import extractor

from extractor import store
from extractor.redaction import BLOCK, redacted, redacted_text, redaction
from extractor.report.view import stands
from extractor.validators.quotes import spans
from schemas.base import Span
from schemas.casualty import NamedVictim
from schemas.claim import Speaker
from schemas.items import KINDS
from schemas.record import Finding, Level, Mention, Record


def bare(text: str, **changes: Any) -> Record:
    """A record without items."""
    return factory.failed(article=factory.article(text, **changes), error=None)


def hidden(text: str) -> str:
    return redacted(bare(text), text)[1]


NAME = "خالد الجابري"
STORY = f"قتل {NAME} في حمص. وقال هجار حسو إن 5 قتلوا معه."


def story() -> Record:
    """A record that holds names in every place that words can reach."""
    words = factory.Words(STORY)
    casualty = factory.record().casualties[1]
    named = NamedVictim(raw=NAME, evidence=words.span(NAME), age=None, sex=None)
    victim = casualty.model_copy(
        update={
            "evidence": [words.span(f"قتل {NAME}")],
            "count": words.quantity(NAME, 1, 1),
            "who": casualty.who.model_copy(update={"raw": NAME}),
            "named": [named],
            "id": f"c-{NAME}",
        }
    )
    claim = (
        factory.record()
        .claims[0]
        .model_copy(
            update={
                "speaker": Speaker(raw="هجار حسو", evidence=words.span("هجار حسو")),
                "evidence": [words.span("هجار حسو إن 5"), Span(start=0, end=12, quote=NAME)],
                "about": [victim.id],
                "accused": None,
            }
        )
    )
    finding = Finding(
        item=victim.id,
        field=NAME,
        rule=NAME,
        rule_version=1,
        level=Level.REVIEW,
        message=f"«{NAME}»",
        span=words.span(NAME),
    )
    return factory.record(
        article=factory.article(
            STORY,
            id=f"مقتل_{NAME.replace(' ', '-')}",
            title=f"مقتل {NAME}",
            path=f"news/{NAME}.txt",
            url="https://news.example/killing-of-khalid-aljabri?id=5",
        ),
        incidents=[],
        casualties=[victim],
        claims=[claim],
        aggregates=[],
        findings=[finding],
        unused_mentions=[Mention(type="cue", raw=NAME, start=4, end=4 + len(NAME), value=NAME)],
    )


class TestRecord:
    record, text = redacted(story(), STORY)

    def test_nothing_in_it_tells_a_name(self) -> None:
        told = self.record.model_dump_json() + self.text
        assert [each for each in (*NAME.split(), "هجار", "حسو", "khalid") if each in told] == []

    def test_every_quote_that_stood_still_stands(self) -> None:
        before = [stands(each, STORY) for kind in KINDS for item in getattr(story(), kind) for each in spans(item)]
        after = [
            stands(each, self.text) for kind in KINDS for item in getattr(self.record, kind) for each in spans(item)
        ]
        assert (after, before.count(False)) == (before, 1)

    def test_links_and_findings_still_point_to_their_items(self) -> None:
        assert self.record.claims[0].about == [self.record.casualties[0].id] == [self.record.findings[0].item]

    def test_only_words_change(self) -> None:
        def figures(record: Record) -> list[Any]:
            return re.findall(r"-?\b\d+\b|\btrue\b|\bnull\b", record.model_dump_json(exclude={"article": {"url"}}))

        assert figures(self.record) == figures(story())

    def test_an_address_leads_to_its_site_alone(self) -> None:
        assert self.record.article.url == "https://news.example/"

    def test_done_once_it_is_done(self) -> None:
        assert redacted(self.record, self.text) == (self.record, self.text)


def test_a_victim_that_only_the_record_knows_is_hidden() -> None:
    text = "هجار حسو في القصف وبكى حسو الصغير"
    words = factory.Words(text)
    named = NamedVictim(raw="هجار حسو", evidence=words.span("هجار حسو"), age=None, sex=None)
    casualty = (
        factory.record()
        .casualties[1]
        .model_copy(update={"named": [named], "count": words.quantity("هجار", 1, 1), "evidence": [words.span("القصف")]})
    )
    assert hidden(text) == text
    record = bare(text).model_copy(update={"casualties": [casualty]})
    assert redacted(record, text)[1] == f"{BLOCK * 4} {BLOCK * 3} في القصف وبكى {BLOCK * 3} الصغير"


def test_the_title_of_a_victim_stays() -> None:
    text = "الطفل هجار حسو"
    named = NamedVictim(raw=text, evidence=factory.Words(text).span(text), age=None, sex=None)
    casualty = factory.record().casualties[1].model_copy(update={"named": [named], "evidence": []})
    record = bare(text).model_copy(update={"casualties": [casualty]})
    assert redacted(record, text)[1] == f"الطفل {BLOCK * 4} {BLOCK * 3}"


def test_an_official_stays_where_the_record_and_the_title_name_him_without_his_office() -> None:
    text = "قال وزير الدفاع محمد حسن إن الهجوم انتهى"
    words = factory.Words(text)
    speaker = Speaker(raw="محمد حسن", evidence=words.span("محمد حسن"))
    claim = factory.record().claims[0].model_copy(update={"speaker": speaker, "evidence": [], "accused": None})
    record = bare(text, title="محمد حسن: انتهى الهجوم").model_copy(update={"claims": [claim]})
    assert redacted(record, text) == (record, text)


def test_a_name_that_lost_its_office_to_a_hidden_one_is_hidden_at_once() -> None:
    text = "وزير الجابري الجابري خالد خالد محمد"
    once = redacted(bare(text, title="محمد الجابري"), text)
    assert redacted(*once) == once


def test_two_sides_of_one_article_hide_the_same_names() -> None:
    text = "قتل هجار حسو في القصف"
    words = factory.Words(text)
    claim = (
        factory.record()
        .claims[0]
        .model_copy(
            update={
                "speaker": Speaker(raw="هجار حسو", evidence=words.span("هجار حسو")),
                "evidence": [],
                "accused": None,
            }
        )
    )
    named = bare(text).model_copy(update={"claims": [claim]})
    assert redaction((bare(text), text)).text(text) == text
    assert BLOCK in redaction((bare(text), text), (named, text)).text(text)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("مقتل_خالد-الجابري", "مقتل_████-███████"),
        ("000_0ee9b0c3b61cb9fa", "000_0ee9b0c3b61cb9fa"),
        ("قصف حمص", "قصف حمص"),
        ("2023-%D8%AE%D8%A7%D9%84%D8%AF-%d8%ac%d8%a8.html", f"2023-{BLOCK * 24}-{BLOCK * 12}.html"),
        ("100%25 caf%C3%A9", "100%25 caf%C3%A9"),
    ],
)
def test_the_name_of_a_file_tells_no_name(name: str, shown: str) -> None:
    assert redacted_text(name) == shown


def test_a_hostile_article_is_redacted_as_any_other() -> None:
    record, text = redacted(hostile.record(), hostile.TEXT)
    assert (len(text), record.article.url) == (len(hostile.TEXT), BLOCK)


class TestCommand:
    def test_pages_their_list_and_their_names_tell_nothing(self, tmp_path: Path) -> None:
        store.save(tmp_path / "records", story(), STORY, None)
        ran = extractor(tmp_path, "report", "records", "--redact-names")
        assert ran.code == 0
        pages = [tmp_path / "report.html", *(tmp_path / "report-redacted").iterdir()]
        assert [page.name for page in pages] == ["report.html", "1.html"]
        told = "".join(page.read_text("utf-8") for page in pages)
        assert [each for each in (*NAME.split(), "هجار", "khalid") if each in told] == []
        assert 'href="report-redacted/1.html"' in told

    def test_one_record_and_a_broken_one(self, tmp_path: Path) -> None:
        path = store.save(tmp_path / "records", story(), STORY, None)
        assert extractor(tmp_path, "report", str(path), "--redact-names", "-o", "one.html").code == 0
        assert NAME not in (tmp_path / "one.html").read_text("utf-8")
        path.write_bytes(b"{")
        assert extractor(tmp_path, "report", "records", "--redact-names").code == 6
        assert "الجابري" not in (tmp_path / "report.html").read_text("utf-8")

    def test_without_the_option_names_are_read(self, tmp_path: Path) -> None:
        store.save(tmp_path / "records", story(), STORY, None)
        assert extractor(tmp_path, "report", "records").code == 0
        assert NAME in next((tmp_path / "report").iterdir()).read_text("utf-8")
