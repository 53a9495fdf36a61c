"""A fault of the tool met by one article is told in one sentence; the other articles are done all the same."""

from datetime import date
from pathlib import Path

import pytest
from command_line import ARTICLE, articles, ask, extractor
from stub_server import StubServer, answers

from extractor import pipeline, store
from extractor.arabic.scan import Scan, scan
from schemas.record import RecordStatus


def test_the_others_are_done(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def faulty(text: str, published: date | None) -> Scan:
        if "حمص" in text:
            raise ZeroDivisionError("not foreseen")
        return scan(text, published)

    monkeypatch.setattr(pipeline, "scan", faulty)
    articles(tmp_path / "in", sick=ARTICLE.replace("حلب", "حمص"), well=ARTICLE)
    with StubServer([answers()]) as server:
        ran = extractor(tmp_path, "run", "in", *ask(server.url))
    assert ran.code == 7
    assert len(ran.errors) == 1
    assert "sick: the tool itself failed on it (ZeroDivisionError in " in ran.errors[0]
    assert store.load_record(tmp_path / "records" / "sick.json").status is RecordStatus.FAILED
    assert store.load_record(tmp_path / "records" / "well.json").status is not RecordStatus.FAILED
