"""The stored draft says which attempt gave each item, and a draft from before it did gives the same record."""

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import ARTICLE, articles, ask, extractor
from stub_server import StubServer, answers

from extractor import store

Draft = dict[str, Any]


def run(folder: Path, server: StubServer, *options: str, text: str = ARTICLE) -> tuple[set[str], Draft]:
    """The ids of the items of the one record, and its draft."""
    articles(folder / "in", a=text)
    with server:
        assert extractor(folder, "run", "in", *ask(server.url), *options).code == 0
    record = store.load_record(folder / "records" / "a.json")
    items = (*record.incidents, *record.casualties, *record.claims, *record.aggregates)
    return {item.id for item in items}, store.load_draft(folder / "records" / "a.json")


def test_grammar_gave_what_no_answer_changed(tmp_path: Path) -> None:
    ids, draft = run(tmp_path, StubServer([answers()]), "--strategy", "stepwise")
    assert ids
    assert draft["items"] == dict.fromkeys(ids, "grammar")
    assert {call["attempt"] for call in draft["calls"]} == {1}


def test_an_answer_gave_what_it_changed(tmp_path: Path) -> None:
    """No lexicon says who five adventurers were; the count is the answer's, all else grammar's."""
    text = "قتل خمسة مغامرين في غارة على مدينة الرقة أمس."
    ids, draft = run(tmp_path, StubServer([answers()]), "--strategy", "stepwise", text=text)
    assert {item for item, attempt in draft["items"].items() if attempt == 1} == {i for i in ids if i.startswith("k")}


@pytest.mark.parametrize("strategy", ["single", "stepwise"])
def test_a_draft_of_before_gives_the_same_record(tmp_path: Path, strategy: str) -> None:
    _, draft = run(tmp_path, StubServer([answers()]), "--strategy", strategy)
    old = {key: value for key, value in draft.items() if key != "items"}
    old["calls"] = [{key: call[key] for key in ("key", "answer")} for call in draft["calls"]]
    file = tmp_path / "records" / "drafts" / "a.json"
    file.write_text(json.dumps(old, ensure_ascii=False), "utf-8")
    before = (tmp_path / "records" / "a.json").read_bytes()
    assert extractor(tmp_path, "rederive", "records").code == 0
    assert (tmp_path / "records" / "a.json").read_bytes() == before
