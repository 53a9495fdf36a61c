"""The file of decisions: append-only, whole lines, many writers."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from reviewing import Reviewer, saved

from extractor.errors import StoreError
from extractor.review.decisions import Kept, append, decisions_path, read_decisions
from schemas.decision import Decision, Verb

NOTE = Decision(
    id="0" * 16,
    at=datetime(2026, 1, 1, tzinfo=UTC),
    by="ana",
    article="news",
    record_sha256="r",
    text_sha256="t",
    verb=Verb.NOTE,
    reason="one\nline  of it",
)


def note(number: int) -> Decision:
    return NOTE.model_copy(update={"id": f"{number:016x}"})


def test_a_decision_is_read_as_it_was_written(tmp_path: Path) -> None:
    anna = Reviewer(saved(tmp_path))
    made = [
        anna.do(Verb.ACCEPT, "k103", reason="«ثلاثة»"),
        anna.do(Verb.CORRECT, "k174", target="harm", value="injured"),
    ]
    made.append(anna.do(Verb.UNDO, target=made[0].id))
    assert read_decisions(decisions_path(anna.path)).decisions == tuple(made)


def test_what_was_written_is_never_changed(tmp_path: Path) -> None:
    path, before = tmp_path / "d" / "a.jsonl", b""
    for number in range(4):
        append(path, note(number))
        assert path.read_bytes().startswith(before)
        before = path.read_bytes()
    assert before.count(b"\n") == 4


@pytest.mark.parametrize("cut", [1, 20, -1])
def test_a_torn_last_line_is_passed_over_and_the_next_one_is_whole(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.jsonl"
    append(path, note(1))
    torn = note(2).model_dump_json().encode()[:cut]
    path.write_bytes(before := path.read_bytes() + torn)
    assert read_decisions(path).decisions == (note(1),)
    append(path, note(3))
    assert path.read_bytes().startswith(before)
    kept = read_decisions(path)
    assert (kept.decisions, kept.broken) == ((note(1), note(3)), ())


def test_a_last_line_without_its_end_is_a_decision(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    append(path, note(1))
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    append(path, note(2))
    assert read_decisions(path).decisions == (note(1), note(2))


def test_a_broken_line_among_others_is_named_and_the_others_hold(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    append(path, note(1))
    path.write_bytes(path.read_bytes() + b'{"id": 5}\n')
    append(path, note(2))
    kept = read_decisions(path)
    assert kept.decisions == (note(1), note(2))
    assert kept.broken == (f"{path} line 2 is no decision; mend or remove the line.",)


@pytest.mark.parametrize(
    "wrong",
    [
        {"choice": {"field": "shape", "value": "x"}},
        {"choice": {"field": "", "value": "x"}},
        {"kind": "claims"},
        {"choice": {"field": "incident_id", "value": "i1"}, "new": {"at": 1}},
    ],
    ids=["no such field", "no field", "another kind", "a link to no id"],
)
def test_what_no_item_can_take_is_no_decision(tmp_path: Path, wrong: dict[str, object]) -> None:
    ana = Reviewer(saved(tmp_path))
    made = ana.do(Verb.CORRECT, "k174", target="harm", value="injured").model_dump(mode="json")
    path = decisions_path(ana.path)
    path.write_text(json.dumps(made | wrong) + "\n", "utf-8")
    assert read_decisions(path) == Kept((), (f"{path} line 1 is no decision; mend or remove the line.",))
    assert ana.look().folded.lost == ()


def test_a_union_merge_of_two_copies_holds_each_decision_once(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [note(number).model_dump_json() for number in (1, 2, 1, 3)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    assert read_decisions(path).decisions == (note(1), note(2), note(3))


def test_many_writers_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: append(path, note(number)), range(100)))
    kept = read_decisions(path)
    assert sorted(d.id for d in kept.decisions) == [f"{n:016x}" for n in range(100)]
    assert not kept.broken


def half(file: int, data: bytes) -> int:
    """A disk that takes all but the last byte: the line would read as a decision."""
    return os_write(file, data[:-1])


def full(*arguments: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


os_write = os.write


@pytest.mark.parametrize(("call", "does"), [("write", half), ("write", full), ("fsync", full)])
def test_what_is_not_kept_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, does: Callable[..., int]
) -> None:
    path = tmp_path / "a.jsonl"
    append(path, note(1))
    before = path.read_bytes()
    with monkeypatch.context() as broken:
        broken.setattr(os, call, does)
        with pytest.raises(StoreError, match=r"a\.jsonl cannot be written \(No space left on device\): .* not kept"):
            append(path, note(2))
    assert path.read_bytes() == before
    append(path, note(3))
    assert read_decisions(path).decisions == (note(1), note(3))


def test_a_process_that_is_killed_while_it_appends_costs_no_line_that_it_told_of(tmp_path: Path) -> None:
    """Many writers, one of them killed again and again: what each said it had written is there."""
    path = tmp_path / "a.jsonl"
    path.write_text(note(0).model_dump_json() + "\n", "utf-8")
    told: list[str] = []
    for _ in range(3):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            told += [writer.stdout.readline().strip() for _ in range(20)]
            writer.kill()
            told += [line.strip() for line in writer.stdout if len(line) == 17]
        append(path, note(len(told)))
    kept = read_decisions(path)
    assert {decision.id for decision in kept.decisions} >= set(told)
    assert not kept.broken


WRITER = """
import secrets, sys
from pathlib import Path
from extractor.review.decisions import append, read_decisions
path = Path(sys.argv[1])
first = read_decisions(path).decisions[0]
while True:
    made = first.model_copy(update={"id": secrets.token_hex(8)})
    append(path, made)
    print(made.id, flush=True)
"""


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_takes_nothing(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError):
        append(tmp_path / "d" / "a.jsonl", NOTE)


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "decisions").write_text("", "utf-8")
    with pytest.raises(StoreError, match="is not kept; decide again"):
        append(tmp_path / "decisions" / "a.jsonl", NOTE)


@pytest.mark.parametrize(
    "changes",
    [
        {"verb": "accept"},
        {"verb": "undo"},
        {"verb": "correct"},
        {"undoes": "1" * 16},
        {"kind": "claims"},
        {"id": "../etc"},
        {"by": ""},
        {"reason": "x" * 2001},
    ],
    ids=lambda changes: " ".join(f"{k}={v:.9}" for k, v in changes.items()),
)
def test_a_decision_says_what_it_needs(changes: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Decision.model_validate(NOTE.model_dump() | changes)
