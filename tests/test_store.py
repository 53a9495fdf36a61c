"""Stored files: exact bytes, whole or not at all, and one sentence for whatever cannot be written or read."""

import errno
import json
import os
import stat
from pathlib import Path
from typing import Any

import factory
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import store
from extractor.errors import StoreError
from extractor.store import load_draft, load_record, load_text, record_paths, refused, save
from schemas.record import Record

DRAFT = {"incidents": [{"sentence": 1, "words": "قتل"}]}


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)


def test_what_is_saved_is_read_back(tmp_path: Path) -> None:
    record = factory.record()
    path = save(tmp_path / "new" / "records", record, factory.TEXT, DRAFT)
    assert (load_record(path), load_text(path, record.article), load_draft(path)) == (record, factory.TEXT, DRAFT)
    name = factory.ARTICLE_ID
    assert files(path.parent) == {f"{name}.json", f"texts/{name}.txt", f"drafts/{name}.json"}


def test_the_form_of_a_record(tmp_path: Path) -> None:
    path = save(tmp_path, factory.record(), factory.TEXT, None)
    content = path.read_bytes().decode("utf-8")
    assert content.startswith('{\n  "schema_version": "1",\n  "article": {\n    "id": "002_a7d7e2bd7541989c",\n')
    assert content.endswith("\n  }\n}\n")
    assert "خراب الجير" in content
    assert "\\u" not in content
    assert list(json.loads(content)) == list(Record.model_fields)


def test_the_same_record_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (save(tmp_path / name, factory.record(), factory.TEXT, None) for name in "ab")
    assert first.read_bytes() == second.read_bytes() == store.to_json(load_record(first))


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_a_text_keeps_every_character(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    record = factory.record(article=factory.article(text))
    path = save(tmp_path_factory.mktemp("texts"), record, text, None)
    assert (path.parent / "texts" / f"{path.stem}.txt").read_bytes() == text.encode()
    assert load_text(path, record.article) == text


def test_a_file_is_readable_by_those_the_umask_allows(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    path = save(tmp_path, factory.record(), factory.TEXT, None)
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_a_draft_that_did_not_lead_to_the_record_goes(tmp_path: Path) -> None:
    save(tmp_path, factory.record(), factory.TEXT, DRAFT)
    path = save(tmp_path, factory.failed(), factory.TEXT, None)
    with pytest.raises(StoreError, match="cannot be read"):
        load_draft(path)


@pytest.mark.parametrize("article_id", ["../x", "a/b", "..", "", "."])
def test_an_id_never_leads_out_of_the_folder(tmp_path: Path, article_id: str) -> None:
    with pytest.raises(StoreError, match="names no file"):
        save(tmp_path / "records", factory.record(article=factory.article(id=article_id)), factory.TEXT, None)
    assert files(tmp_path) == set()


class TestInterrupted:
    def test_a_full_disk_leaves_the_old_files_and_no_parts(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = save(tmp_path, factory.record(), factory.TEXT, DRAFT)
        before = {name: (tmp_path / name).read_bytes() for name in files(tmp_path)}
        full_disk(monkeypatch)
        with pytest.raises(StoreError, match="cannot be written: No space left on device; free the disk"):
            save(tmp_path, factory.failed(), "قتل", {})
        assert {name: (tmp_path / name).read_bytes() for name in files(tmp_path)} == before
        assert load_record(path) == factory.record()

    def test_an_interrupt_leaves_no_parts_and_goes_on_up(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(descriptor: int) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            save(tmp_path, factory.record(), factory.TEXT, DRAFT)
        assert files(tmp_path) == set()

    def test_a_folder_that_is_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "records").touch()
        with pytest.raises(StoreError, match="records is a file; name a folder with -o"):
            save(tmp_path / "records", factory.record(), factory.TEXT, None)

    def test_a_folder_that_is_a_link_to_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "records").symlink_to("nowhere")
        with pytest.raises(StoreError, match="records is a link to nothing; name a folder with -o"):
            save(tmp_path / "records", factory.record(), factory.TEXT, None)

    @pytest.mark.parametrize(
        ("number", "cure"),
        [(errno.ENOSPC, "free the disk"), (errno.EROFS, "make it writable"), (errno.EACCES, "make it writable")],
        ids=["full", "read-only disk", "not allowed"],
    )
    def test_a_refusal_says_what_to_do(self, number: int, cure: str, tmp_path: Path) -> None:
        told = str(refused(tmp_path / "a.json", OSError(number, os.strerror(number))))
        assert told.endswith(f"{os.strerror(number)}; {cure} or name another folder with -o.")

    @pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
    def test_a_folder_that_may_not_be_written(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o500)
        with pytest.raises(StoreError, match="Permission denied"):
            save(tmp_path, factory.record(), factory.TEXT, None)
        tmp_path.chmod(0o700)


def _changed(path: Path, **changes: Any) -> None:
    stored = json.loads(path.read_bytes())
    path.write_text(json.dumps(stored | changes), encoding="utf-8")


class TestReading:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"{", "is no JSON: Expecting property name"),
            (b"\xff\xfe", "is no JSON"),
            (b"[" * 99999, "is no JSON"),
            (b"[]", "is no JSON object"),
            (b"{}", "schema_version is None, not '1'; delete the record and run the article again"),
            (b'{"schema_version": "0"}', "schema_version is '0', not '1'"),
            (b'{"schema_version": "1"}', "article: Field required; delete the record and run the article again"),
        ],
        ids=["cut", "bytes", "deep", "list", "empty", "older", "no article"],
    )
    def test_a_broken_record_is_named(self, tmp_path: Path, content: bytes, words: str) -> None:
        path = tmp_path / "a.json"
        path.write_bytes(content)
        with pytest.raises(StoreError) as raised:
            load_record(path)
        assert str(raised.value).startswith(str(path))
        assert words in str(raised.value)

    def test_the_broken_field_is_named(self, tmp_path: Path) -> None:
        path = save(tmp_path, factory.record(), factory.TEXT, None)
        casualties = json.loads(path.read_bytes())["casualties"]
        casualties[1]["count"]["evidence"]["quote"] = "قتلى"
        _changed(path, casualties=casualties)
        with pytest.raises(StoreError, match=r"json: casualties\.1\.count\.evidence: "):
            load_record(path)

    def test_an_unknown_key_is_refused(self, tmp_path: Path) -> None:
        path = save(tmp_path, factory.record(), factory.TEXT, None)
        _changed(path, incident=[])
        with pytest.raises(StoreError, match="json: incident: Extra inputs"):
            load_record(path)

    def test_a_folder_is_no_record(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match="is a folder; name one record file"):
            load_record(tmp_path)

    def test_records_of_a_folder_come_sorted(self, tmp_path: Path) -> None:
        for name in ("b", "a.x", "a"):
            save(tmp_path, factory.record(article=factory.article(id=name)), factory.TEXT, DRAFT)
        assert [path.stem for path in record_paths(tmp_path)] == ["a", "a.x", "b"]

    def test_one_file_is_its_record(self, tmp_path: Path) -> None:
        path = save(tmp_path, factory.record(), factory.TEXT, None)
        assert record_paths(path) == [path]

    @pytest.mark.parametrize("name", ["none", ""])
    def test_a_folder_without_records_is_an_error(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(StoreError, match="holds no records; name a folder"):
            record_paths(tmp_path / name)

    def test_a_text_that_is_gone_or_no_utf8(self, tmp_path: Path) -> None:
        path = save(tmp_path, factory.record(), factory.TEXT, None)
        text = tmp_path / "texts" / f"{path.stem}.txt"
        text.write_bytes(b"\xd9")
        with pytest.raises(StoreError, match="is no UTF-8 at byte 0"):
            load_text(path, factory.article())
        text.unlink()
        with pytest.raises(StoreError, match="cannot be read: No such file"):
            load_text(path, factory.article())

    @pytest.mark.parametrize(
        "facts", [{"text": factory.TEXT + "x"}, {"length": 1}, {"sha256": ""}], ids=lambda f: str([*f])
    )
    def test_another_text_than_the_records(self, tmp_path: Path, facts: dict[str, Any]) -> None:
        path = save(tmp_path, factory.record(), factory.TEXT, None)
        with pytest.raises(
            StoreError, match="txt is not the text of this record; delete the record and run the article again"
        ):
            load_text(path, factory.article(**facts))
