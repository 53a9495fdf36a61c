"""The commands: what goes to which stream, and which exit code."""

import csv
import io
import json
from pathlib import Path

import pytest
from command_line import ARTICLE, articles, ask, extractor, files
from stub_server import StubServer, answers

from extractor import store
from schemas.record import Record

STEPWISE = ("--strategy", "stepwise")
COMMANDS = ["run", "retry", "status", "check", "rederive", "show", "diff", "export", "schema"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A working folder with two articles in `in` and their records in `records`."""
    articles(tmp_path / "in", a=ARTICLE, b=ARTICLE.replace("حلب", "حمص"))
    with StubServer([answers()]) as server:
        assert extractor(tmp_path, "run", "in", *ask(server.url), *STEPWISE).code == 0
    return tmp_path


# --- run


def test_without_json_everything_a_run_says_goes_to_stderr(tmp_path: Path) -> None:
    articles(tmp_path / "in", a=ARTICLE)
    with StubServer([answers()]) as server:
        ran = extractor(tmp_path, "run", "in", *ask(server.url), *STEPWISE)
    assert ran.out == ""
    progress, head, row, where = ran.err.splitlines()
    assert progress.startswith("accepted a: 5 accepted, 0 review, 0 rejected (")
    kinds, states = "article incidents casualties claims aggregates", "accepted review rejected"
    assert head == f"{kinds} {states} tokens seconds"
    assert row.split()[:9] == ["a", "1", "2", "2", "0", "5", "0", "0", "107"]
    assert where == "Records are in records"


def test_with_json_the_records_are_lines_on_stdout_and_nothing_else(tmp_path: Path) -> None:
    articles(tmp_path / "in", a=ARTICLE, b=ARTICLE + "x", c=ARTICLE + "y")
    (tmp_path / "in" / "d.txt").write_bytes(b"")
    with StubServer([answers()]) as server:
        ran = extractor(tmp_path, "run", "in", *ask(server.url), "--json", PYTHONIOENCODING="ascii")
    records = [Record.model_validate_json(line) for line in ran.out.splitlines()]
    assert sorted(record.article.id for record in records) == ["a", "b", "c"]
    assert all(store.load_record(tmp_path / "records" / f"{record.article.id}.json") == record for record in records)


def test_standard_input_with_a_date(tmp_path: Path) -> None:
    with StubServer([answers()]) as server:
        options = ("--published", "2024-05-06", "-o", "out", *STEPWISE)
        ran = extractor(tmp_path, "run", "-", *ask(server.url), *options, stdin=ARTICLE.encode())
    assert ran.code == 0
    (path,) = store.record_paths(tmp_path / "out")
    date = store.load_record(path).incidents[0].date
    assert date is not None
    assert str(date.start) == "2024-05-05"


def test_meta_and_settings_file_and_variables(tmp_path: Path) -> None:
    articles(tmp_path / "in", a=ARTICLE)
    (tmp_path / "facts.jsonl").write_text('{"id": "a", "outlet": "وكالة", "published": "2024-05-06"}\n', "utf-8")
    (tmp_path / "extractor.toml").write_text("model = 'of-the-file'\nstrategy = 'stepwise'\n", "utf-8")
    with StubServer([answers()]) as server:
        run = ("run", "in", "--meta", "facts.jsonl")
        extractor(tmp_path, *run, OPENAI_BASE_URL=server.url)
        extractor(tmp_path, *run, OPENAI_BASE_URL=server.url, EXTRACTOR_MODEL="of-the-variable")
        extractor(tmp_path, *run, "--model", "of-the-flag", OPENAI_BASE_URL=server.url, EXTRACTOR_MODEL="x")
        assert [body["model"] for body in server.bodies] == ["of-the-file", "of-the-variable", "of-the-flag"]
    record = store.load_record(tmp_path / "records" / "a.json")
    assert (record.article.outlet, record.provenance.strategy) == ("وكالة", "stepwise")


# --- the other commands


def test_checking_again_and_deriving_again_change_nothing(folder: Path) -> None:
    before = files(folder / "records")
    for command in ("check", "rederive"):
        ran = extractor(folder, command, "records")
        assert (ran.code, ran.out, ran.err) == (0, "", "0 changed\n")
    assert files(folder / "records") == before


def test_a_verdict_of_older_rules_is_changed_and_said(folder: Path) -> None:
    path = folder / "records" / "a.json"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"status": "accepted"', b'"status": "review"', 1))
    ran = extractor(folder, "check", "records")
    assert (ran.code, ran.out) == (1, "a: review -> accepted\n")
    assert path.read_bytes() == whole
    path.write_bytes(whole.replace(b'"status": "accepted"', b'"status": "review"', 1))
    assert extractor(folder, "rederive", "records").code == 0
    assert path.read_bytes() == whole


def test_every_reask_is_derived_again(tmp_path: Path) -> None:
    articles(tmp_path / "in", a=ARTICLE)
    found = {
        "s": "s1",
        "words": "ثلاثة مدنيين",
        "harm": "killed",
        "status": "counted",
        "who": None,
        "group": "civilian",
    }
    late = {"casualties": [found | {"incident": 0, "cumulative": False}]}
    with StubServer([answers(), answers(late), answers()]) as server:
        extractor(tmp_path, "run", "in", *ask(server.url), "--max-reasks", 3)
    before = files(tmp_path / "records")
    assert len(store.load_record(tmp_path / "records" / "a.json").casualties) == 1
    assert extractor(tmp_path, "rederive", "records").code == 0
    assert files(tmp_path / "records") == before


@pytest.mark.parametrize("command", ["check", "rederive"])
def test_a_broken_record_is_named_and_the_others_are_done(folder: Path, command: str) -> None:
    (folder / "records" / "a.json").write_bytes(b"{}")
    path = folder / "records" / "b.json"
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"status": "accepted"', b'"status": "review"', 1))
    ran = extractor(folder, command, "records")
    assert (ran.code, len(ran.errors)) == (6, 1)
    assert "a.json" in ran.errors[0]
    assert path.read_bytes() == whole


@pytest.mark.parametrize("command", ["check", "rederive", "show"])
def test_a_text_that_is_not_the_records_is_named(folder: Path, command: str) -> None:
    (folder / "records" / "texts" / "a.txt").write_text(ARTICLE.replace("ثلاثة", "أربعة"), "utf-8")
    before = files(folder / "records")
    ran = extractor(folder, command, "records/a.json")
    said = "error: records/texts/a.txt is not the text of this record; delete the record and run the article again."
    assert (ran.code, ran.errors) == (6, [said])
    assert files(folder / "records") == before


NOT_WHOLE = "error: a: the stored draft is not whole; delete the record and run the article again."
KEPT = "error: a: the stored answers give no record, the old one is kept: a: the stored "
DRAFTS: dict[str, tuple[dict[str, object], str]] = {
    "no model": ({"model": None}, NOT_WHOLE),
    "a number for the model": ({"model": 3}, NOT_WHOLE),
    "half a character": ({"model": "\ud800"}, "error: records/drafts/a.json is no JSON: "),
    "an unknown strategy": ({"strategy": "clever"}, NOT_WHOLE),
    "a list of strategies": ({"strategy": ["single"]}, NOT_WHOLE),
    "no calls": ({"calls": []}, KEPT),
    "calls of another kind": ({"calls": "draft"}, NOT_WHOLE),
    "a call without key": ({"calls": [{"answer": {}}]}, NOT_WHOLE),
    "another question": ({"strategy": "single", "calls": [{"key": "x", "answer": {}}]}, KEPT),
    "another answer": ({"strategy": "single", "calls": [{"key": "draft:1", "answer": {"x": 1}}]}, KEPT),
}


@pytest.mark.parametrize(("changes", "said"), DRAFTS.values(), ids=DRAFTS)
def test_a_draft_that_gives_no_record_is_named_and_the_old_record_kept(
    folder: Path, changes: dict[str, object], said: str
) -> None:
    draft = folder / "records" / "drafts" / "a.json"
    draft.write_text(json.dumps(json.loads(draft.read_bytes()) | changes), "utf-8")
    other = folder / "records" / "b.json"
    whole = other.read_bytes()
    other.write_bytes(whole.replace(b'"status": "accepted"', b'"status": "review"', 1))
    old = (folder / "records" / "a.json").read_bytes()
    ran = extractor(folder, "rederive", "records")
    assert (ran.code, len(ran.errors), ran.out) == (6, 1, "b: review -> accepted\n")
    assert ran.errors[0].startswith(said)
    assert (folder / "records" / "a.json").read_bytes() == old
    assert other.read_bytes() == whole


def test_a_record_that_cannot_be_read_is_left_out_of_a_diff(folder: Path) -> None:
    with StubServer([answers()]) as server:
        extractor(folder, "run", "in", *ask(server.url), "-o", "other")
    (folder / "other" / "a.json").write_bytes(b"{}")
    for order in (("records", "other"), ("other", "records")):
        ran = extractor(folder, "diff", *order, "--json")
        assert (ran.code, len(ran.errors)) == (6, 1)
        assert {json.loads(line)["article"] for line in ran.out.splitlines()} == {"b"}


@pytest.mark.parametrize("target", [(), ("-o", "rows.csv")], ids=["standard output", "file"])
def test_a_record_that_cannot_be_read_is_left_out_of_an_export(folder: Path, target: tuple[str, ...]) -> None:
    (folder / "records" / "a.json").write_bytes(b"{}")
    ran = extractor(folder, "export", "records", *target)
    assert (ran.code, len(ran.errors)) == (6, 1)
    assert "records/a.json" in ran.errors[0]
    written = (folder / "rows.csv").read_text("utf-8") if target else ran.out
    assert {row["article"] for row in csv.DictReader(io.StringIO(written.removeprefix("\ufeff")))} == {"b"}


def test_diff_says_whether_two_runs_differ(folder: Path) -> None:
    assert extractor(folder, "diff", "records", "records").out == "no difference\n"
    with StubServer([answers()]) as server:
        extractor(folder, "run", "in", *ask(server.url), "-o", "other")
    ran = extractor(folder, "diff", "records", "other")
    assert ran.code == 1
    assert ran.out.startswith("a\n")
    lines = [json.loads(line) for line in extractor(folder, "diff", "records", "other", "--json").out.splitlines()]
    assert {line["article"] for line in lines} == {"a", "b"}


@pytest.mark.parametrize(
    ("table", "count"),
    [("casualties", 4), ("incidents", 2), ("claims", 4), ("aggregates", 0)],
    ids=lambda value: str(value),
)
def test_export_writes_a_row_for_each_item(folder: Path, table: str, count: int) -> None:
    ran = extractor(folder, "export", "records", "--table", table)
    rows = list(csv.DictReader(io.StringIO(ran.out.removeprefix("\ufeff"))))
    assert len(rows) == count
    lines = extractor(folder, "export", "records", "--table", table, "--format", "jsonl").out.splitlines()
    assert len(lines) == count
    extractor(folder, "export", "records", "--table", table, "-o", "rows.csv")
    assert (folder / "rows.csv").read_bytes().decode() == ran.out


def test_show_prints_the_evidence(folder: Path) -> None:
    ran = extractor(folder, "show", "records/a.json", COLUMNS="80")
    assert ran.code == 0
    assert "ثلاثة مدنيين" in ran.out
    assert max(map(len, ran.out.replace("\u2068", "").replace("\u2069", "").splitlines())) <= 80


def test_schema_prints_json(tmp_path: Path) -> None:
    assert set(json.loads(extractor(tmp_path, "schema").out)) == {"record", "draft"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(tmp_path: Path, command: str) -> None:
    ran = extractor(tmp_path, command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert command in extractor(tmp_path, "--help").out


# --- what cannot be read or written: exit code 6

MISSING = {
    "no folder": ["check", "absent"],
    "no records": ["export", "in"],
    "no record": ["show", "absent.json"],
    "no old run": ["diff", "absent", "records"],
    "a folder for a record": ["show", "records"],
    "another schema": ["show", "other.json"],
    "no text": ["show", "alone/a.json"],
    "no place": ["export", "records", "-o", "in/a.txt/x.csv"],
}


@pytest.mark.parametrize("arguments", MISSING.values(), ids=MISSING.keys())
def test_what_cannot_be_read_or_written_is_one_sentence(folder: Path, arguments: list[str]) -> None:
    (folder / "other.json").write_bytes(b'{"schema_version": "0"}')
    articles(folder / "alone")
    (folder / "alone" / "a.json").write_bytes((folder / "records" / "a.json").read_bytes())
    ran = extractor(folder, *arguments)
    assert (ran.code, ran.out, len(ran.err.splitlines()), len(ran.errors)) == (6, "", 1, 1)


def test_an_article_that_needed_no_question_is_rederived(tmp_path: Path) -> None:
    articles(tmp_path / "in", a="عقد الوزير اجتماعاً مع السفير في العاصمة، وبحث الجانبان التعاون بين البلدين.")
    with StubServer([answers()]) as server:
        extractor(tmp_path, "run", "in", *ask(server.url), "--strategy", "stepwise")
        assert server.bodies == []
    ran = extractor(tmp_path, "rederive", "records")
    assert (ran.code, ran.errors) == (0, [])
