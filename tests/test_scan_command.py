"""`extractor scan`: what the code sees, in colour and as data."""

import json
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from command_line import ARTICLE, articles, extractor
from rich.console import Console
from syrupy.assertion import SnapshotAssertion

from extractor.arabic.scan import scan
from extractor.display.scan import render_scan
from extractor.scanning import scan_data

DAY = date(2023, 11, 20)
SEEDS = sorted((Path(__file__).parents[1] / "seeds" / "articles").glob("*.txt"))
KINDS = ("sentences", "numbers", "dates", "places", "casualties", "totals", "claims", "attacks")


def printed(text: str, *, colour: bool = False) -> str:
    system: Literal["standard"] | None = "standard" if colour else None
    console = Console(width=80, highlight=False, emoji=False, force_terminal=colour, color_system=system)
    with console.capture() as capture:
        console.print(render_scan("news", scan(text, DAY)))
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def test_a_person_sees_each_sentence_and_what_it_says(snapshot: SnapshotAssertion) -> None:
    assert printed(ARTICLE) == snapshot


def test_colours_cover_whole_words() -> None:
    shown = printed("وقتل 3 جنود بحلب.", colour=True)
    assert "\x1b[32mبحلب.\x1b[0m" in shown  # the place is حلب, but its letters join those before it
    assert "\x1b[1;31m3 جنود\x1b[0m" in shown


def test_hidden_marks_of_an_article_are_made_visible() -> None:
    shown = printed("قتل ثلاثة\u202e مدنيين في حلب\x1b[2J.")
    assert "‹U+202E›" in shown
    assert "‹U+001B›" in shown


def test_a_number_of_a_date_or_a_toll_is_told_once() -> None:
    shown = printed("قتل 3 جنود في 15 تشرين الثاني 2023 وأطلقت أربعة صواريخ.")
    labels = [line.split()[0] for line in shown.splitlines() if line.startswith("    ")]
    assert labels == ["people", "date", "attack", "number"]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_every_mention_quotes_the_text_at_its_span(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    data = scan_data(scan(text, DAY))
    assert tuple(data) == KINDS
    mentions = [mention for kind in KINDS for mention in data[kind] if kind != "attacks"]
    mentions += [report for attack in data["attacks"] for report in attack["mentions"]]
    assert len(mentions) > 20
    assert [m for m in mentions if m.get("raw", m.get("text")) != text[m["start"] : m["end"]]] == []
    assert json.loads(json.dumps(data)) == data


def test_a_number_says_what_it_counts_and_a_place_where_it_lies() -> None:
    data = scan_data(scan("أطلقت أربعة صواريخ على حلب، فقتل 3 جنود.", DAY))
    assert [(n["low"], n["counts"]["thing"]) for n in data["numbers"]] == [(4, "munitions"), (3, "killed")]
    assert [m["number"] for m in data["casualties"]] == [data["numbers"][1]["start"]]
    (place,) = data["places"]
    assert place["resolved"] in [entry["id"] for entry in place["entries"]]


def test_each_article_is_a_line_of_json_and_a_broken_one_stops_nothing(tmp_path: Path) -> None:
    folder = articles(tmp_path / "news", a=ARTICLE, c=ARTICLE)
    (folder / "b.txt").write_bytes(b"")
    ran = extractor(tmp_path, "scan", folder, "--json", "--published", "2023-11-20")
    assert ran.code == 3
    assert [json.loads(line)["article"]["id"] for line in ran.out.splitlines()] == ["a", "c"]
    assert len(ran.errors) == 1


def test_standard_input_is_read(tmp_path: Path) -> None:
    ran = extractor(tmp_path, "scan", "-", stdin=ARTICLE.encode())
    assert ran.code == 0
    assert "killed counted 3 civilian" in ran.out
