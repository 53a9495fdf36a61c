"""The real command line, in this process: what `extractor ARGUMENTS` prints and returns in a folder."""

import contextlib
import io
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from extractor.cli import main

ARTICLE = (
    "قال مسؤول محلي إن غارة جوية استهدفت سوقا في مدينة حلب أمس الأحد، ما أدى إلى مقتل ثلاثة مدنيين وإصابة خمسة آخرين.\n"
    "وأعلنت وزارة الصحة أن المصابين نقلوا إلى المستشفى.\n"
)
KEY = "sk-very-secret"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def errors(self) -> list[str]:
        """The lines that say what went wrong, whether of the run or of one article."""
        return [line for line in self.err.splitlines() if line.startswith(("error: ", "failed "))]


def extractor(folder: Path, *arguments: object, stdin: bytes = b"", **environ: str) -> Ran:
    """Run `extractor` in a folder, with no settings but those given."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "EXTRACTOR_"))}
    streams = [io.TextIOWrapper(io.BytesIO(data), encoding="utf-8") for data in (stdin, b"", b"")]
    code = 0
    with (
        contextlib.chdir(folder),
        patch.dict(os.environ, clean | {"COLUMNS": "200"} | environ, clear=True),
        patch.object(sys, "argv", ["extractor", *map(str, arguments)]),
        patch.multiple(sys, stdin=streams[0], stdout=streams[1], stderr=streams[2]),
    ):
        try:
            main()
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    _, out, err = (stream.detach().getvalue().decode("utf-8") for stream in streams)
    assert "Traceback" not in err
    return Ran(code, out, err)


def ask(url: str) -> tuple[str, ...]:
    """The options that name a server and a model."""
    return ("--base-url", url, "--model", "stub")


def articles(folder: Path, **texts: str) -> Path:
    """A folder of articles, one for each name."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_bytes(text.encode("utf-8"))
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the ledger, which holds times, and the lock."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(("ledger.sqlite", ".lock"))
    }
