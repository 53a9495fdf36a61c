"""Record files in git: `git diff` shows lines for a person, and edits of different items merge."""

import shlex
import subprocess
import sys
from pathlib import Path

import factory
import hostile
import pytest
from command_line import extractor
from diff_cases import OLD, with_item

from extractor import store
from extractor.diff.textconv import converted
from schemas.casualty import Harm
from schemas.record import Record
from schemas.state import State

NAME = factory.ARTICLE_ID
FEWER = with_item("casualties", 0, count=OLD.casualties[0].count.model_copy(update={"low": 18, "high": 18}))


def git(folder: Path, *arguments: str, code: int = 0) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    ran = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, check=False)
    assert ran.returncode == code, ran.stderr.decode()
    return ran.stdout.decode()


def test_git_diff_shows_what_a_record_says(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / ".gitattributes").write_text("records/*.json diff=record\n", "utf-8")
    command = shlex.join([sys.executable, "-m", "extractor", "textconv"])
    git(tmp_path, "config", "diff.record.textconv", command)
    store.save(tmp_path / "records", OLD, factory.TEXT, None)
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "a")
    store.save(tmp_path / "records", FEWER, factory.TEXT, None)
    told = git(tmp_path, "diff")
    changed = [line for line in told.splitlines() if line.startswith(("-", "+"))][2:]
    assert changed == [
        f"-casualty {OLD.casualties[0].id}: 19 killed «المليشيات الموالية لإيران»",
        f"+casualty {OLD.casualties[0].id}: 18 killed «المليشيات الموالية لإيران»",
        "-  count: 19 «19»",
        "+  count: 18 «19»",
    ]


def test_a_record_is_told_line_by_line(tmp_path: Path) -> None:
    told = extractor(tmp_path, "textconv", store.save(tmp_path, OLD, factory.TEXT, None))
    lines = told.out.splitlines()
    assert (told.code, lines[0]) == (0, f"article {NAME}")
    assert "  incident id: i2473 (Drone attack)" in lines
    assert "  review totals.incident: The text also gives six injured for this attack." in lines
    assert "unused number «6»" in lines
    assert 'made with model "a-model"' in lines


@pytest.mark.parametrize(
    "change",
    [
        *({"article": factory.article(title="عنوان")}, {"status": "failed"}, {"findings": OLD.findings[1:]}),
        *({"unused_mentions": []}, {"provenance": factory.PROVENANCE.model_copy(update={"model": "other"})}),
        *({"claims": []}, {"incidents": OLD.incidents[::-1]}),
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_change_shows_in_the_lines(tmp_path: Path, change: dict[str, object]) -> None:
    other = Record.model_validate(OLD.model_dump() | change)
    told = [list(converted(store.save(tmp_path, each, factory.TEXT, None))) for each in (OLD, other)]
    assert told[0] != told[1]


@pytest.mark.parametrize("data", [b"", b"{", b'{"a": "\xff\x1b[31m"}', b"version https://git-lfs\n", b"\0\x9b"])
def test_what_is_no_record_is_shown_as_it_is_so_that_git_goes_on(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.json").write_bytes(data)
    ran = extractor(tmp_path, "textconv", "x.json")
    assert (ran.code, ran.err) == (0, "")
    assert not set(ran.out) & set("\x1b\0\x9b")


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    assert extractor(tmp_path, "textconv", "absent.json").code == 6


def test_hostile_words_stay_on_their_line(tmp_path: Path) -> None:
    told = list(converted(store.save(tmp_path, hostile.record(), hostile.TEXT, None)))
    assert not set("".join(told)) & set("\0\r\n\x1b\u202e\u2067\u200b")


# --- merging


def merged(tmp_path: Path, ours: Record, theirs: Record) -> tuple[int, bytes]:
    """What git makes of two edits of one record: the number of conflicts, and the file."""
    for name, record in (("ours", ours), ("base", OLD), ("theirs", theirs)):
        (tmp_path / name).write_bytes(store.to_json(record))
    ran = subprocess.run(
        ["git", "merge-file", "-p", "ours", "base", "theirs"], cwd=tmp_path, capture_output=True, check=False
    )
    return ran.returncode, ran.stdout


REVIEWED = State.REVIEW
EDITS = {
    "two items": (FEWER, with_item("claims", 0, state=REVIEWED), with_item("claims", 0, FEWER, state=REVIEWED)),
    "neighbours": (
        FEWER,
        with_item("casualties", 1, state=REVIEWED),
        with_item("casualties", 1, FEWER, state=REVIEWED),
    ),
    "two fields of an item": (
        with_item("casualties", 1, harm=Harm.INJURED),
        with_item("casualties", 1, state=REVIEWED),
        with_item("casualties", 1, harm=Harm.INJURED, state=REVIEWED),
    ),
    "an item gone and another changed": (
        OLD.model_copy(update={"casualties": OLD.casualties[1:]}),
        (changed := with_item("casualties", 2, state=State.ACCEPTED)),
        changed.model_copy(update={"casualties": changed.casualties[1:]}),
    ),
}


@pytest.mark.parametrize(("ours", "theirs", "both"), EDITS.values(), ids=EDITS.keys())
def test_edits_of_different_items_merge_without_a_conflict(
    tmp_path: Path, ours: Record, theirs: Record, both: Record
) -> None:
    assert merged(tmp_path, ours, theirs) == (0, store.to_json(both))


def test_two_edits_of_one_value_are_a_conflict(tmp_path: Path) -> None:
    other = with_item("casualties", 0, count=OLD.casualties[0].count.model_copy(update={"low": 17, "high": 17}))
    assert merged(tmp_path, FEWER, other)[0] == 1


def test_every_value_has_a_line_of_its_own() -> None:
    for line in store.to_json(OLD).decode("utf-8").splitlines():
        assert line.count('": ') <= 1
