"""Records derived again leave a draft and a ledger that tell of them as they are now."""

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import ARTICLE, articles, ask, extractor, files
from stub_server import StubServer, answers, fails

from extractor.batch import current

STEPWISE = ("--strategy", "stepwise", "--max-reasks", 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles(tmp_path / "in", a=ARTICLE)
    with StubServer([answers()]) as server:
        assert extractor(tmp_path, "run", "in", *ask(server.url), *STEPWISE).code == 0
    return tmp_path


def draft_of(folder: Path) -> dict[str, Any]:
    draft: dict[str, Any] = json.loads((folder / "records" / "drafts" / "a.json").read_bytes())
    return draft


def test_what_gave_the_items_is_told_anew(folder: Path) -> None:
    before, draft = files(folder / "records"), draft_of(folder)
    stale = draft | {"items": {"i9": 1}}
    (folder / "records" / "drafts" / "a.json").write_text(json.dumps(stale), "utf-8")
    ran = extractor(folder, "rederive", "records")
    assert (ran.code, ran.err) == (0, "0 changed\n")
    assert files(folder / "records") == before


def test_a_draft_keeps_how_often_doubts_were_asked_about(folder: Path) -> None:
    assert draft_of(folder)["max_reasks"] == 2


def test_what_was_derived_again_by_todays_rules_stands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current, "_making", lambda: ("other rules",))
    with StubServer([answers()]) as server:
        run = ("run", "in", *ask(server.url), *STEPWISE)
        assert "1 to derive again" in extractor(folder, *run, "--dry-run").out
        extractor(folder, "rederive", "records")
        assert "1 stand already" in extractor(folder, *run, "--dry-run").out
        assert server.bodies == []


def test_a_dry_run_knows_what_a_lost_ledger_does_not(folder: Path) -> None:
    (folder / "records" / "ledger.sqlite").unlink()
    with StubServer([answers()]) as server:
        ran = extractor(folder, "run", "in", *ask(server.url), *STEPWISE, "--dry-run")
    assert ran.out.startswith("0 articles to ask stub about")
    assert "1 to derive again, without a call" in ran.out


def test_a_failed_article_has_no_answers_and_stays(tmp_path: Path) -> None:
    articles(tmp_path / "in", a=ARTICLE)
    with StubServer([fails(400)]) as server:
        assert extractor(tmp_path, "run", "in", *ask(server.url)).code == 4
    before = files(tmp_path / "records")
    ran = extractor(tmp_path, "rederive", "records")
    assert (ran.code, ran.err, files(tmp_path / "records")) == (0, "0 changed\n", before)
