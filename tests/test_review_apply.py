"""Decisions become reviewed records and gold, by the command line."""

import json
from pathlib import Path

import pytest
from command_line import extractor, files
from reviewing import TEXT, Reviewer, draft, saved

from extractor import store
from extractor.arabic.scan import scan
from extractor.errors import StoreError
from extractor.gold import read_gold
from extractor.review.desk import Desk
from extractor.validators.quotes import spans
from schemas.decision import Verb
from schemas.items import KINDS
from schemas.record import Level, Record, RecordStatus
from schemas.state import State


@pytest.fixture
def ana(tmp_path: Path) -> Reviewer:
    return Reviewer(saved(tmp_path / "records"), "ana")


def applied(ana: Reviewer, code: int = 0) -> Record:
    folder = ana.path.parent.parent
    ran = extractor(folder, "apply", "records", "-o", "reviewed")
    assert ran.code == code, ran
    return store.load_record(folder / "reviewed" / ana.path.name)


def states(record: Record) -> dict[str, State]:
    return {item.id: item.state for kind in KINDS for item in getattr(record, kind)}


def all_accepted(ana: Reviewer) -> None:
    for standing in ana.look().folded.standings:
        if not standing.decided:
            ana.do(Verb.ACCEPT, standing.item.id)


def test_a_record_that_nobody_decided_on_stays_as_it_is(ana: Reviewer) -> None:
    applied(ana)
    folder = ana.path.parent.parent
    assert files(folder / "reviewed") == files(folder / "records")


def test_copies_of_a_record_stay_apart(ana: Reviewer) -> None:
    copy = ana.path.with_name("copy.json")
    for path in (store.text_path, lambda each: each):
        path(copy).write_bytes(path(ana.path).read_bytes())
    ana.do(Verb.REJECT, "k103")
    assert states(applied(ana))["k103"] is State.REJECTED
    assert (ana.path.parent.parent / "reviewed" / "copy.json").read_bytes() == copy.read_bytes()


def test_applying_never_touches_the_record(ana: Reviewer) -> None:
    before = ana.path.read_bytes()
    ana.do(Verb.CORRECT, "k174", target="count", words=ana.words("خمسة"))
    applied(ana)
    assert ana.path.read_bytes() == before


def test_verdicts_go_over_the_checks_and_name_their_reviewer(ana: Reviewer) -> None:
    ana.do(Verb.REJECT, "k103", reason="a rumour")
    record = applied(ana)
    assert states(record)["k103"] is State.REJECTED
    assert record.provenance.reviewed_by == ("ana",)
    said = [f for f in record.findings if f.rule == "review.reject"]
    assert [(f.item, f.level, f.message) for f in said] == [
        ("k103", Level.NOTE, "ana rejected on 2026-01-01 00:00: a rumour")
    ]


def test_a_corrected_record_is_grounded_and_checked_again(ana: Reviewer) -> None:
    ana.do(Verb.CORRECT, "k174", target="count", words=ana.words("خمسة"))
    record = applied(ana)
    assert all(TEXT[s.start : s.end] == s.quote for kind in KINDS for s in spans(getattr(record, kind)))
    assert states(record)["k174"] is not State.ACCEPTED  # the figure of other people, and nobody has accepted it
    assert {f.rule for f in record.findings if f.item == "k174"} > {"review.correct"}


def test_what_was_rejected_is_pointed_at_by_nothing_that_a_person_settled(ana: Reviewer) -> None:
    ana.do(Verb.ACCEPT, "k103")
    ana.do(Verb.ACCEPT, "c20")
    undoable = ana.do(Verb.REJECT, "i35")
    record = applied(ana)
    links = {k.id: k.incident_id for k in record.casualties} | {c.id: c.about for c in record.claims}
    assert (links["k103"], links["c20"], links["k123"]) == (None, [], "i35")
    assert states(record)["k123"] is State.REJECTED  # nobody has decided on it, and a person is asked
    said = {(f.item, f.field) for f in record.findings if f.rule == "review.unlinked"}
    assert said == {("k103", "incident_id"), ("c20", "about")}
    assert not [f for f in record.findings if f.item == "k103" and f.level is Level.REJECT]
    ana.do(Verb.UNDO, "i35", target=undoable.id)
    assert {k.incident_id for k in applied(ana).casualties if k.id == "k103"} == {"i35"}


def test_an_item_that_waits_is_told_what_it_points_at_was_rejected(ana: Reviewer) -> None:
    ana.do(Verb.REJECT, "i35")
    told = {f.item: f.message for f in applied(ana).findings if f.rule == "items.links"}
    assert told["k103"] == "i35 was rejected; correct this link, or reject the item, too."


def test_all_decided_leaves_nothing_for_a_person(ana: Reviewer) -> None:
    ana.do(Verb.CORRECT, "k174", target="count", words=ana.words("خمسة"))
    all_accepted(ana)
    record = applied(ana)
    assert record.status is RecordStatus.ACCEPTED
    assert set(states(record).values()) == {State.ACCEPTED}


def test_a_conflict_waits_for_a_person(ana: Reviewer) -> None:
    ben = Reviewer(ana.path, "ben")
    ana.ask(Verb.ACCEPT, "k103")
    ben.ask(Verb.REJECT, "k103")
    record = applied(ana)
    assert states(record)["k103"] is State.REVIEW
    (found,) = [f for f in record.findings if f.rule == "review.conflict"]
    assert "ana accepted" in found.message
    assert "but ben rejected" in found.message


def test_lost_decisions_are_named(ana: Reviewer) -> None:
    ana.do(Verb.ACCEPT, "k103", reason="sure")
    store.save(ana.path.parent, draft().model_copy(update={"casualties": []}), TEXT, None)
    folder = ana.path.parent.parent
    ran = extractor(folder, "apply", "records", "-o", "reviewed")
    assert ran.code == 1
    assert ran.out == (
        "lost news k103: ana accepted on 2026-01-01 00:00: sure, but no item stands on its words any more.\n"
    )


def test_decisions_on_an_article_without_a_record_are_named(ana: Reviewer) -> None:
    ana.do(Verb.ACCEPT, "k103")
    store.save(ana.path.parent, draft(id="other"), TEXT, None)
    ana.path.unlink()
    ran = extractor(ana.path.parent.parent, "apply", "records", "-o", "reviewed")
    assert (ran.code, "has no record any more" in ran.out) == (1, True)


def test_a_broken_line_is_told_and_the_others_hold(ana: Reviewer) -> None:
    ana.do(Verb.REJECT, "k103")
    path = ana.path.parent / "decisions" / "news.jsonl"
    path.write_bytes(b"{]\n" + path.read_bytes())
    assert states(applied(ana, code=6))["k103"] is State.REJECTED


def test_a_broken_record_stops_no_other(ana: Reviewer) -> None:
    (ana.path.parent / "aaa.json").write_text("{", "utf-8")
    assert applied(ana, code=6).article.id == "news"


@pytest.mark.parametrize("out", ["records", "records/../records"])
@pytest.mark.parametrize("command", [("apply",), ("gold", "--all")], ids=" ".join)
def test_records_are_not_overwritten(ana: Reviewer, command: tuple[str, ...], out: str) -> None:
    before = ana.path.read_bytes()
    ran = extractor(ana.path.parent.parent, *command, "records", "-o", out)
    assert (ran.code, ran.errors) == (2, [f"error: -o {out} holds the records of a run; name another folder."])
    assert ana.path.read_bytes() == before


@pytest.mark.parametrize("sign", ["ledger.sqlite", "drafts", "decisions"])
@pytest.mark.parametrize("command", [("apply",), ("gold", "--all")], ids=" ".join)
def test_nor_are_those_of_another_run(ana: Reviewer, tmp_path: Path, command: tuple[str, ...], sign: str) -> None:
    (tmp_path / "run" / sign).mkdir(parents=True)
    assert extractor(tmp_path, *command, "records", "-o", "run").code == 2


@pytest.mark.parametrize("command", ["check", "rederive"])
def test_making_records_again_keeps_what_people_said(ana: Reviewer, command: str) -> None:
    ana.do(Verb.REJECT, "k103")
    before = applied(ana)
    folder = ana.path.parent.parent
    assert extractor(folder, command, "reviewed").code == 0
    assert store.load_record(folder / "reviewed" / "news.json") == before


def test_reports_and_exports_tell_what_people_said(ana: Reviewer) -> None:
    ana.do(Verb.REJECT, "k103", reason="a rumour")
    applied(ana)
    folder = ana.path.parent.parent
    rows = [json.loads(line) for line in extractor(folder, "export", "reviewed", "--format", "jsonl").out.splitlines()]
    assert {row["id"]: row["state"] for row in rows}["k103"] == "rejected"
    assert extractor(folder, "report", "reviewed/news.json", "-o", "news.html").code == 0
    assert "ana rejected on 2026-01-01 00:00: a rumour" in (folder / "news.html").read_text("utf-8")


def test_a_reviewed_record_is_not_reviewed_again(ana: Reviewer) -> None:
    ana.do(Verb.REJECT, "k103")
    applied(ana)
    desk = Desk(ana.path.parent.parent / "reviewed")
    (said,) = desk.progress()[1]
    assert said.endswith("news.json is reviewed already; review the record that it was made of, and apply again.")
    with pytest.raises(StoreError, match="reviewed already"):
        desk.article("news")


def test_gold_holds_what_was_accepted(ana: Reviewer) -> None:
    ana.do(Verb.REJECT, "i135")
    ana.do(Verb.REJECT, "a245")
    all_accepted(ana)
    folder = ana.path.parent.parent
    ran = extractor(folder, "gold", "records", "-o", "gold")
    assert (ran.code, ran.out) == (0, "")
    gold = read_gold(folder / "gold" / "news.json")
    assert [i.id for i in gold.incidents] == ["i35"]
    assert [(k.raw, k.low, k.incident) for k in gold.casualties] == [
        ("ثلاثة مدنيين", 3, "i35"),
        ("خمسة آخرين", 5, "i35"),
        ("4 مدنيين", 4, None),
    ]
    assert gold.aggregates == ()
    quotes = [i.evidence for i in gold.incidents] + [k.evidence for k in gold.casualties]
    assert all(quote in TEXT for quote in quotes)


def test_gold_is_what_a_record_is_measured_against(ana: Reviewer) -> None:
    all_accepted(ana)
    folder = ana.path.parent.parent
    assert extractor(folder, "gold", "records", "-o", "gold").code == 0
    measured = json.loads(extractor(folder, "eval", "records", "gold", "--json").out)
    figures = measured["articles"]["news"]["figures"]
    assert {figures[name] for name in figures if name.endswith("F1")} <= {1.0, None}
    assert not measured["articles"]["news"]["misses"]


def test_gold_of_reviewed_records_is_the_same(ana: Reviewer) -> None:
    all_accepted(ana)
    applied(ana)
    folder = ana.path.parent.parent
    for source in ("records", "reviewed"):
        assert extractor(folder, "gold", source, "-o", f"gold-{source}").code == 0
    assert files(folder / "gold-records") == files(folder / "gold-reviewed")


def test_articles_with_open_items_are_named_and_left_out(ana: Reviewer) -> None:
    ana.do(Verb.ACCEPT, "k103")
    folder = ana.path.parent.parent
    ran = extractor(folder, "gold", "records", "-o", "gold")
    assert ran.out == "left out news: 7 items open\n"
    assert not (folder / "gold").exists()
    assert extractor(folder, "gold", "records", "-o", "gold", "--all").code == 0
    assert len(read_gold(folder / "gold" / "news.json").casualties) == 3


def test_an_article_without_items_is_decided_by_a_note(tmp_path: Path) -> None:
    text = "افتتح الوزير معرضا للكتاب في دمشق.\n"
    ana = Reviewer(saved(tmp_path / "records", draft(text), text))
    assert not ana.page.folded.standings
    assert extractor(tmp_path, "gold", "records", "-o", "gold").out == "left out news: nobody decided on it\n"
    ana.do(Verb.NOTE, reason="no attack is told")
    assert extractor(tmp_path, "gold", "records", "-o", "gold").code == 0
    assert read_gold(tmp_path / "gold" / "news.json").incidents == ()


def test_the_scan_of_the_sample_is_what_the_tests_rest_on() -> None:
    assert [c.low for c in scan(TEXT, draft().article.published).casualties] == [3, 5, 4]
