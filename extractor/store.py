"""The only writer of records. A file is written whole or not at all; a record is written after what it rests on.

What is written stands before the next step, even where the power fails: file and folder are synced.

FOLDER/ID.json          the record
FOLDER/texts/ID.txt     the string its spans index
FOLDER/drafts/ID.json   what the model answered; absent where nothing usable came
"""

import errno
import hashlib
import json
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from extractor.errors import StoreError
from schemas.record import SCHEMA_VERSION, ArticleInfo, Record

_AGAIN = "delete the record and run the article again"
_PART = re.compile(r"\.[0-9a-f]{16}\.tmp")  # what a process that was killed leaves of a file
_HALVES = (b"\\ud", b"\\uD", b"\xed", b"\0")  # without which no JSON holds half a character, escaped or in any encoding


def prepare(folder: Path) -> None:
    """Make sure that records can be written, before a call is paid for; parts that a killed run left are removed.

    Raises:
        StoreError: the folder is a file, or not ours to write, or its disk is full.
    """
    try:
        for each in (folder, folder / "texts", folder / "drafts"):
            each.mkdir(parents=True, exist_ok=True)
            for part in filter(_PART.fullmatch, os.listdir(each)):  # noqa: PTH208 - names alone, of many files
                (each / part).unlink(missing_ok=True)
        with tempfile.TemporaryFile(dir=folder, buffering=0) as trial:
            trial.write(b"room")
    except OSError as error:
        raise refused(folder, error) from None


def save(folder: Path, record: Record, text: str, draft: Mapping[str, Any] | None) -> Path:
    """Write a record with its text and draft, and return the record's path.

    An older draft of the same id is removed where there is none now, since it did not lead to this record.

    Raises:
        StoreError: the folder cannot be written, the disk is full, or the id names no file.
    """
    path = record_path(folder, record.article.id)
    write_whole(text_path(path), text.encode("utf-8"))
    if draft is None:
        _remove(_draft_path(path))
    else:
        save_draft(path, draft)
    write_whole(path, to_json(record))
    return path


def save_draft(record_file: Path, draft: Mapping[str, Any]) -> None:
    """Write the model's answers behind a record, or raise a StoreError."""
    write_whole(_draft_path(record_file), _json(draft))


def record_path(folder: Path, article_id: str) -> Path:
    """Where the record of an article stands.

    Raises:
        StoreError: the id would name a file outside the folder.
    """
    if not article_id or article_id.startswith(".") or Path(article_id).name != article_id:
        raise StoreError(f"The article id {article_id!r} names no file in {folder}; give the article another id.")
    return folder / f"{article_id}.json"


def stands(path: Path) -> bool:
    """Whether a record and the text that its spans index are there."""
    return path.exists() and text_path(path).exists()


def to_json(record: Record) -> bytes:
    """The stored form of a record: the same record gives the same bytes."""
    return _json(record.model_dump(mode="json"))


def load_record(path: Path) -> Record:
    """Read one record.

    Raises:
        StoreError: no such file, no JSON, another schema version, or a field that breaks the contract.
    """
    return record_of(read_whole(path), path)


def record_of(data: bytes, name: object) -> Record:
    """The record that the bytes of a file hold, with the errors of `load_record`; `name` is what they call the file."""
    try:
        if (record := Record.model_validate_json(data)).schema_version == SCHEMA_VERSION:
            return record
    except ValidationError:  # what is wrong is told below
        pass
    stored = _object(data, name)
    version = stored.get("schema_version")
    if version != SCHEMA_VERSION:
        raise StoreError(f"{name}: schema_version is {version!r}, not {SCHEMA_VERSION!r}; {_AGAIN}.")
    try:
        return Record.model_validate(stored)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"]))
        raise StoreError(f"{name}: {field}: {first['msg']}; {_AGAIN}.") from None


def record_paths(path: Path) -> list[Path]:
    """The record files of a folder sorted by id, or the one file.

    Raises:
        StoreError: there is no such folder, or no record in it.
    """
    if path.is_file():
        return [path]
    found = sorted((file for file in path.glob("*.json") if not file.name.startswith(".")), key=lambda file: file.stem)
    if not found:
        raise StoreError(f"{path} holds no records; name a folder that `extractor run` wrote.")
    return found


def load_text(record_file: Path, article: ArticleInfo) -> str:
    """The text that the spans of a stored record index; `article` is that record's.

    Raises:
        StoreError: the text is missing, not UTF-8, or another one than the article's.
    """
    path = text_path(record_file)
    return text_of(read_whole(path), path, article)


def text_of(data: bytes, name: object, article: ArticleInfo) -> str:
    """The text that the bytes of a file hold, with the errors of `load_text`; `name` is what they call the file."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise StoreError(f"{name} is no UTF-8 at byte {error.start}; {_AGAIN}.") from None
    if (hashlib.sha256(data).hexdigest(), len(text)) != (article.sha256, article.length):
        raise StoreError(f"{name} is not the text of this record; {_AGAIN}.")
    return text


def load_draft(record_file: Path) -> dict[str, Any]:
    """The model's answers that a stored record was derived from.

    Raises:
        StoreError: there is no draft, or it is no JSON object.
    """
    path = _draft_path(record_file)
    return _object(read_whole(path), path)


def parts(record_file: Path) -> tuple[Path, Path, Path]:
    """The files of an article, in the order in which they are written: text, draft, record."""
    return text_path(record_file), _draft_path(record_file), record_file


def text_path(record_file: Path) -> Path:
    """Where the text of a stored record stands."""
    return record_file.parent / "texts" / f"{record_file.stem}.txt"


def _draft_path(record_file: Path) -> Path:
    return record_file.parent / "drafts" / record_file.name


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _object(data: bytes, name: object) -> dict[str, Any]:
    try:
        value = json.loads(data)
        if any(sign in data for sign in _HALVES):
            _json(value)  # half a character can be read, but not written
    except (ValueError, RecursionError) as error:
        raise StoreError(f"{name} is no JSON: {error}; {_AGAIN}.") from None
    if not isinstance(value, dict):
        raise StoreError(f"{name} is no JSON object; {_AGAIN}.")
    return value


def read_whole(path: Path) -> bytes:
    """The bytes of a file of ours.

    Raises:
        StoreError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except IsADirectoryError:
        raise StoreError(f"{path} is a folder; name one record file.") from None
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}; {_AGAIN}.") from None


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, or raise a StoreError; into a device or pipe, which is never replaced."""
    temporary = path.parent / f".{secrets.token_hex(8)}.tmp"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not (path.is_file() or path.is_dir()):
            path.write_bytes(data)
            return
        try:
            with temporary.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
            sync(path.parent)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise refused(path, error) from None


def sync(folder: Path) -> None:
    """Make the names in a folder outlive a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a file system that syncs no folders
            raise
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise refused(path, error) from None


def refused(path: Path, error: OSError) -> StoreError:
    """What a person is told where a path cannot be written."""
    if lost := next((each for each in (path, *path.parents) if each.is_symlink() and not each.exists()), None):
        return StoreError(f"{lost} is a link to nothing; name a folder with -o.")
    if isinstance(error, FileExistsError | NotADirectoryError):
        file = next((each for each in (path, *path.parents) if each.is_file()), path)
        return StoreError(f"{file} is a file; name a folder with -o.")
    cure = "make it writable" if isinstance(error, PermissionError) or error.errno == errno.EROFS else "free the disk"
    return StoreError(f"{path} cannot be written: {error.strerror}; {cure} or name another folder with -o.")
