"""What is known about an article beside its text: fields of a JSONL line, of `index.jsonl`, of `--meta FILE`."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from extractor.errors import InputError

INDEX_NAME = "index.jsonl"


def parse_date(text: str) -> date | None:
    """An ISO date, or the day of an ISO date and time as written; blank is no date.

    Raises:
        ValueError: the text is no date.
    """
    if not text.strip():
        return None
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError:
        raise ValueError(f"{text!r} is no date like 2023-11-16") from None


def _date(value: object) -> object:
    return parse_date(value) if isinstance(value, str) else value


def _number_as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


_Id = Annotated[str | None, BeforeValidator(_number_as_text)]


class Facts(BaseModel):
    """Facts of one article; keys beyond these are ignored, since collections carry many."""

    model_config = ConfigDict(frozen=True, strict=True)

    published: Annotated[date | None, BeforeValidator(_date)] = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None


NO_FACTS = Facts()


class Line(Facts):
    """One article of a `.jsonl` file."""

    text: str
    id: _Id = None


class Row(Facts):
    """Facts of an article that stands elsewhere, named by its id or by its file."""

    id: _Id = None
    file: str | None = None

    @model_validator(mode="after")
    def _names_an_article(self) -> Self:
        if self.id is None and self.file is None:
            raise ValueError("the line names no article; give it an `id` or a `file`")
        return self


_Model = TypeVar("_Model", bound=Facts)


def read_lines(path: Path, model: type[_Model]) -> Iterator[tuple[str, _Model | InputError]]:
    """Each line that is not blank as (`FILE line N`, its object, or the error of that line alone).

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                name = f"{path} line {number}"
                yield name, parse_line(line.removeprefix(b"\xef\xbb\xbf"), model, name)


def parse_line(line: bytes, model: type[_Model], name: str) -> _Model | InputError:
    """The object of one line, or the error that names it."""
    try:
        return model.model_validate_json(line)
    except ValidationError as error:
        return InputError(f"{name}: {_explain(error)}.")


def _explain(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    key = ".".join(map(str, first["loc"]))
    if first["type"] == "missing":
        return f"the key `{key}` is missing"
    if first["type"] in ("json_invalid", "model_type"):
        return "write one JSON object a line, in UTF-8"
    message = first["msg"].removeprefix("Value error, ")
    return f"`{key}`: {message}" if key else message


def read_index(path: Path) -> tuple[dict[str, Row], list[InputError]]:
    """The rows of an `index.jsonl` or `--meta` file by article id and by file name, and its broken lines.

    Raises:
        OSError: the file cannot be read.
    """
    rows: dict[str, Row] = {}
    errors: list[InputError] = []
    for _, row in read_lines(path, Row):
        if isinstance(row, InputError):
            errors.append(row)
        else:
            rows |= {key: row for key in (row.id, row.file) if key is not None}
    return rows, errors
