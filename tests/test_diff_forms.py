"""What a person sees of a diff: terminal, Markdown, page, JSON; and that no word of an article does anything there."""

import html
import json
import re
from collections.abc import Iterable

import factory
import hostile
import pytest
from diff_cases import OLD, with_item
from markdown_it import MarkdownIt
from syrupy.assertion import SnapshotAssertion

from extractor.diff.as_json import lines
from extractor.diff.comparing import Article, Summary
from extractor.diff.entries import entries_of
from extractor.diff.markdown import LIMIT, comment, inert
from extractor.diff.page import page
from extractor.diff.sides import Version
from extractor.diff.telling import MOST_CHANGES
from extractor.display.diff import as_text, render_diff
from schemas.record import Record
from schemas.state import State


def article(old: Record | None, new: Record | None, text: str = factory.TEXT, name: str = "a") -> Article:
    versions = [Version(record, text) if record else None for record in (old, new)]
    return Article(name, tuple(entries_of(*versions)))


def summed(articles: Iterable[Article]) -> Summary:
    summary = Summary()
    for each in articles:
        summary.add(each)
    return summary


def shown(form: str, *articles: Article) -> str:
    summary = summed(articles)
    match form:
        case "text":
            return as_text(render_diff(summary, articles))
        case "markdown":
            return "".join(comment(summary, articles))
        case "page":
            return "".join(page(summary, articles))
        case _:
            return "".join(lines(articles))


def _changed() -> Record:
    """A count, a place, a tie, a state and a finding are others; a claim is gone."""
    count = OLD.casualties[0].count.model_copy(update={"low": None, "high": 20})
    record = with_item("casualties", 0, count=count)
    record = with_item("casualties", 1, record, incident_id="i105", state=State.REVIEW)
    record = with_item("incidents", 1, record, places=OLD.incidents[1].places[1:], date=OLD.incidents[0].date)
    findings = [OLD.findings[0].model_copy(update={"message": "The text says «إصابة 6 جنود»."})]
    return record.model_copy(update={"claims": [], "findings": findings, "unused_mentions": []})


CHANGED = _changed()
FORMS = ["text", "markdown", "page", "json"]


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_diff(form: str, snapshot: SnapshotAssertion) -> None:
    told = shown(form, article(OLD, CHANGED, name=factory.ARTICLE_ID), article(OLD, None, name="b"))
    assert told == snapshot
    if form == "text":
        assert max(len(re.sub("[\u2068\u2069]", "", line)) for line in told.splitlines()) <= 80


@pytest.mark.parametrize(("form", "marked"), [
    ("text", ("⟦19⟧", "⟨العراق⟩")),
    ("markdown", ("<b>⟦19⟧</b>", "⟨العراق⟩")),
    ("page", ('<span class="piece both">19</span>', '<span class="piece place">العراق</span>')),
    ("json", ('{"text": "19", "mark": "both"}', '{"text": "العراق", "mark": "place"}')),
], ids=FORMS)  # fmt: skip
def test_changed_words_and_other_numbers_and_places_are_marked_in_their_sentence(
    form: str, marked: tuple[str, str]
) -> None:
    used = factory.Words(factory.TEXT).span("العراق")
    mention = OLD.unused_mentions[0].model_copy(
        update={"type": "place", "raw": used.quote, "start": used.start, "end": used.end}
    )
    record = OLD.model_copy(update={"unused_mentions": [mention]})
    number = record.casualties[0].count.model_copy(update={"low": 20, "high": 20})
    told = shown(form, article(record, with_item("casualties", 0, record, count=number)))
    assert all(mark in told for mark in marked)


def test_words_that_moved_are_marked_old_and_new() -> None:
    five = OLD.casualties[2].count
    elsewhere = factory.Words(factory.TEXT).span("6", "إصابة 6 جنود")
    moved = five.model_copy(update={"raw": "6", "evidence": elsewhere})
    told = shown("page", article(OLD, with_item("casualties", 2, count=moved)))
    assert '<del class="piece old">خمسة</del>' in told
    assert '<ins class="piece new">6</ins>' in told


def test_sentences_of_another_text_are_told_apart() -> None:
    other = OLD.model_copy(update={"article": factory.article("x" + factory.TEXT)})
    number = other.casualties[0].count.model_copy(update={"low": 20, "high": 20})
    new = with_item("casualties", 0, other, count=number)
    (entry,) = (each for each in entries_of(Version(OLD, factory.TEXT), Version(new, None)) if each.table)
    assert [sentence.where for sentence in entry.sentences] == ["old", "new"]


def test_json_has_a_line_for_each_change() -> None:
    told = [json.loads(line) for line in shown("json", article(OLD, CHANGED)).splitlines()]
    assert {each["kind"] for each in told} >= {"value_changed", "state_changed", "removed", "finding_gone"}
    (count,) = (each for each in told if (each["field"], each["kind"]) == ("count", "value_changed"))
    assert (count["old"]["low"], count["new"]["high"], count["old_item"]) == (19, 20, OLD.casualties[0].id)


def test_a_name_that_is_no_unicode_is_printed(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    odd = article(OLD, CHANGED, name="\udcff")
    for form in FORMS:
        assert shown(form, odd).encode("utf-8")


# --- hostile words

HOSTILE = (
    article(None, hostile.record(), hostile.TEXT),
    article(
        hostile.record(),
        hostile.record().model_copy(update={"claims": [], "findings": [], "unused_mentions": []}),
        hostile.TEXT,
        name="<script>alert(1)</script>",
    ),
)
OURS = {"<b>", "</b>", "<ins>", "</ins>", "<del>", "</del>"}
TRICKS = [
    "<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](http://evil/x.png)", "<http://evil>",
    "http://evil.example", "www.evil.example", "a@evil.example", "@everyone", "@org/team", "#123", "org/repo#1",
    "GH-12", ":skull:", "$x$", "`code`", "```", "| a | b |", "--- | ---", "# head", "> quote", "- [ ] task", "1. one",
    "***b***", "~~s~~", "\\<b>", "&lt;b&gt;", "&#60;b&#62;", "[^1]: note", "<!-- x", "a\n\n# b", "x     code",
    "[!NOTE]", "\u202eabc", "\0", "ftp://evil", "mailto:a@b.c", "_a_", "=====", "+ x", "<details>", "\u2067x",
    "{{ 7*7 }}",
]  # fmt: skip
LINKS = [r"@\w", r"#\d", r"\w://", r"(?i)www\.", r"GH-\d", r":\w+:", r"\$\w"]
"""What GitHub looks for in a finished text."""


def tokens(markdown: str) -> Iterable[tuple[str, str]]:
    """Type and text of each token of a comment, those within lines, too."""
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        yield token.type, token.content
        yield from ((child.type, child.content) for child in token.children or ())


@pytest.mark.parametrize("text", TRICKS)
@pytest.mark.parametrize("around", ["{}", "| {} |\n|---|\n| {} |", "> {}", "- {}: {}", "«{}» → «{}»"])
def test_a_trick_in_markdown_is_its_own_text(text: str, around: str) -> None:
    told = around.format(*[inert(text)] * 2)
    harmless = around.format(*["x"] * 2)
    assert [kind for kind, _ in tokens(told)] == [kind for kind, _ in tokens(harmless)]
    rendered = " ".join(content for kind, content in tokens(told) if kind == "text")
    assert [pattern for pattern in LINKS if re.search(pattern, rendered)] == []


def test_a_hostile_article_is_inert_in_markdown() -> None:
    told = shown("markdown", *HOSTILE)
    found = list(tokens(told))
    assert {"link_open", "image", "html_block", "code_inline", "fence", "code_block"}.isdisjoint(dict(found))
    assert {content for kind, content in found if kind == "html_inline"} <= OURS
    text = " ".join(content for kind, content in found if kind == "text")
    assert "<script>alert(1)</script>" in text
    assert [pattern for pattern in LINKS if re.search(pattern, text)] == []
    assert not set(told) & set("\0\r\u202e\u2067\u200b")


def test_a_hostile_article_is_inert_in_a_page() -> None:
    told = shown("page", *HOSTILE)
    assert told.count("<script") == 0
    assert not re.search(r"<(img|a [^>]*javascript|iframe|form)", told)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told
    assert "49" not in re.sub(r"<style>.*?</style>", "", told, flags=re.DOTALL)
    assert not set(html.unescape(told)) & set("\0\r\u202e\u2067\u200b")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', told)
    assert policy
    assert "default-src &#39;none&#39;; script-src ;" in policy[1]


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_hostile_article_is_inert_in_a_terminal(form: str) -> None:
    told = shown(form, *HOSTILE)
    assert "<script>alert(1)</script>" in told
    assert not set(told) & set("\x1b\x9b\0\r") - ({"\r"} if form == "json" else set())
    assert form == "json" or not set(told) & set("\u202e\u2067\u200b")


# --- size


def test_a_comment_is_cut_at_the_limit_and_says_what_it_leaves_out() -> None:
    many = [article(OLD, CHANGED, name=f"a{n:03}") for n in range(40)]
    told = shown("markdown", *many)
    assert LIMIT - 5_000 < len(told.encode("utf-16-le")) // 2 <= LIMIT
    left = re.search(r"_(\d+) of (\d+) changes are left out", told)
    assert left
    listed = sum(article(OLD, CHANGED).entries == each.entries for each in many if f"#### {each.name}\n" in told)
    rows = sum(len(entry.rows) for entry in many[0].entries)
    assert int(left[2]) == 40 * rows
    assert 40 * rows - listed * rows <= int(left[1]) < 40 * rows - (listed - 1) * rows


@pytest.mark.parametrize("form", ["text", "markdown", "page"])
def test_a_megabyte_in_one_line_is_cut(form: str) -> None:
    text = "قتل 5 " * 200_000
    words = factory.Words(text)
    evidence = words.span("5").model_copy(update={"start": 0, "end": len(text), "quote": text})
    claim = OLD.claims[0].model_copy(update={"evidence": [evidence], "speaker": OLD.claims[0].speaker.model_copy(
        update={"raw": text, "evidence": evidence})})  # fmt: skip
    record = OLD.model_copy(update={"article": factory.article(text), "claims": [claim]})
    new = with_item("claims", 0, record, state=State.REVIEW)
    assert len(shown(form, article(record, new, text))) < (30_000 if form == "page" else 3_000)


@pytest.mark.parametrize("form", ["page", "text"])
def test_a_form_to_read_holds_so_many_changes_and_says_what_it_leaves_out(form: str) -> None:
    one = article(OLD, CHANGED)
    rows = sum(len(entry.rows) for entry in one.entries)
    told = shown(form, *[one] * (MOST_CHANGES // rows + 3))
    assert re.search(r"\d+ of [\d,]+ changes are left out", told)
