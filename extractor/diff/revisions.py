"""Records of a git revision, such as `HEAD~1:records`, read with git itself and without a checkout.

Names are never given to git as arguments: objects are asked for by their hash (git-cat-file, `--batch`).
"""

import os
import subprocess
from pathlib import PurePosixPath
from types import TracebackType
from typing import Self

from extractor.errors import StoreError

_TREE, _BLOB = b"tree", b"blob"
_RECORD, _TEXT = ".json", ".txt"


class Revision:
    """The records below `REVISION:PATH`, a folder or one record; a context, since one git process serves all of them.

    Raises:
        StoreError: no git, no repository, no such revision or path, or no record there.
    """

    def __init__(self, spec: str) -> None:
        self._spec = spec
        name = _named(spec)
        self.is_one = _git("cat-file", "-t", name).strip() == _BLOB
        folder, one = _parent(spec) if self.is_one else (spec, "")
        entries = _entries(_named(folder) if self.is_one else name)
        self._records = {
            file.stem: hashed
            for file, (kind, hashed) in entries.items()
            if kind == _BLOB and file.suffix == _RECORD and not file.name.startswith(".") and one in ("", file.name)
        }
        if self.is_one and not self._records:
            self._records = {PurePosixPath(one).stem: name}
        if not self._records:
            raise StoreError(f"{spec} holds no records; name a revision and a folder that `extractor run` wrote.")
        texts = entries.get(PurePosixPath("texts"), (b"", ""))
        self._texts = _texts(texts[1]) if texts[0] == _TREE else {}
        self.names = sorted(self._records)

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            ["git", "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.communicate()

    def where(self, name: str) -> str:
        """The revision and path of a record."""
        if self.is_one:
            return self._spec
        return f"{self._spec}{'' if self._spec.endswith((':', '/')) else '/'}{name}{_RECORD}"

    def data(self, name: str) -> bytes:
        """The bytes of a record.

        Raises:
            StoreError: the repository does not hold them.
        """
        found = self._object(self._records[name])
        if found is None:
            raise StoreError(f"{self.where(name)} is missing in this repository; fetch it, or leave it out.")
        return found

    def text(self, name: str) -> bytes | None:
        """The bytes of its text."""
        return self._object(self._texts[name]) if name in self._texts else None

    def _object(self, hashed: str) -> bytes | None:
        asked, answers = self._process.stdin, self._process.stdout
        if asked is None or answers is None:  # both are pipes
            return None
        try:
            asked.write(f"{hashed}\n".encode())
            asked.flush()
        except OSError:  # git has ended
            return None
        head = answers.readline().split()  # hash, type, size; or hash, "missing"
        return answers.read(int(head[2]) + 1)[:-1] if len(head) == 3 else None


def _git(*arguments: str) -> bytes:
    """What git prints; nothing where it fails.

    Raises:
        StoreError: git is not installed.
    """
    try:
        return subprocess.run(["git", *arguments], capture_output=True, stdin=subprocess.DEVNULL, check=False).stdout
    except FileNotFoundError:
        raise StoreError("A revision needs git, which is not installed; install it, or name folders.") from None


def _named(spec: str) -> str:
    """The hash of the tree or blob of a `REVISION:PATH`."""
    if hashed := _git("rev-parse", "--verify", "--quiet", spec).decode().strip():
        return hashed
    revision, _, path = spec.partition(":")
    if not _git("rev-parse", "--git-dir"):
        raise StoreError(f"{spec}: there is no such path, and no git repository here that could know the revision.")
    if not _git("rev-parse", "--verify", "--quiet", f"{revision or 'HEAD'}^{{tree}}"):
        raise StoreError(f"{spec}: git knows no revision {revision}; name a commit, branch or tag that stands here.")
    hint = "paths begin at the top of the repository, those with ./ in this folder"
    raise StoreError(f"{spec}: {revision or 'the index'} holds no {path}; {hint}.")


def _parent(spec: str) -> tuple[str, str]:
    """The `REVISION:FOLDER` of the spec of a file, and the file's name."""
    cut = max(spec.rfind("/"), spec.rfind(":"))
    return spec[:cut] if spec[cut] == "/" else spec[: cut + 1], spec[cut + 1 :]


def _entries(tree: str) -> dict[PurePosixPath, tuple[bytes, str]]:
    """Type and hash of each entry of a tree."""
    lines = _git("ls-tree", "-z", "--full-tree", tree).split(b"\0")
    parts = (line.partition(b"\t") for line in lines if line)
    return {PurePosixPath(os.fsdecode(name)): _type_and_hash(head) for head, _, name in parts}


def _type_and_hash(head: bytes) -> tuple[bytes, str]:
    _, kind, hashed = head.split()
    return kind, hashed.decode()


def _texts(tree: str) -> dict[str, str]:
    return {path.stem: hashed for path, (_, hashed) in _entries(tree).items() if path.suffix == _TEXT}
