"""The manifest beside the cassettes: all that a replay needs beside them."""

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from extractor.errors import NoRecording, StoreError

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """What a replay must know to send the recorded bodies: no host, no key.

    `parameters` is `Endpoint.parameters()`; `articles` maps an article's id to what is known of it (published, outlet,
    title, url), the UTC date of its recording and the seconds it took.
    """

    model: str
    parameters: Mapping[str, Any]
    prompt: str
    articles: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> "Manifest":
        """Read the manifest of a recorded folder.

        Raises:
            NoRecording: the folder holds none, or it cannot be read.
        """
        path = folder / MANIFEST
        try:
            return cls(**json.loads(path.read_bytes()))
        except FileNotFoundError:
            raise NoRecording(f"{folder} holds no recording ({MANIFEST} is missing); make one with --record") from None
        except (OSError, ValueError, TypeError) as error:
            raise NoRecording(f"{path} cannot be read ({error}); record the folder again") from error

    def save(self, folder: Path) -> None:
        """Write the manifest whole or not at all, articles in the order of their ids."""
        ordered = asdict(replace(self, articles=dict(sorted(self.articles.items()))))
        write_whole(folder / MANIFEST, json.dumps(ordered, ensure_ascii=False, indent=2) + "\n")


def make_folder(folder: Path) -> None:
    """Make sure that the folder exists and can be written.

    Raises:
        StoreError: it is a file, or not ours to write.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise _refused(folder, error) from None


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all, whatever stops the process.

    Raises:
        StoreError: the folder cannot be written or the disk is full.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode())
            Path(name).chmod(0o644)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise _refused(path, error) from None


def _refused(path: Path, error: OSError) -> StoreError:
    return StoreError(f"{path} cannot be written ({error.strerror}); name another folder for the recording")
