"""Record the model's answers once, replay them for ever: one process-wide tape over vcrpy, one file an article.

vcrpy stands beneath the HTTP client of the SDK, so recorded and live runs go through the same code. Its own cassette
does not know which article a call belongs to and scans all calls for each;
this one keys them by body within an article.

    with recording(folder, manifest) as tape:       with replaying(folder) as tape:
        with tape.for_article(article_id): ...          with tape.for_article(article_id): ...
"""

import contextlib
import hashlib
import re
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from vcr.cassette import Cassette  # type: ignore[import-untyped]
from vcr.patch import PATCHER_NAMES  # type: ignore[import-untyped]
from vcr.record_mode import RecordMode  # type: ignore[import-untyped]
from vcr.request import Request  # type: ignore[import-untyped]
from vcr.serialize import deserialize, serialize  # type: ignore[import-untyped]

from extractor.cassette_format import ReadableYaml, call_key, kept_request, kept_response, parsed
from extractor.cassette_manifest import Manifest as Manifest
from extractor.cassette_manifest import make_folder, write_whole
from extractor.cassette_miss import nearest_difference
from extractor.errors import NoRecording

_PLAIN_NAME = re.compile(r"[\w-][\w.-]{0,79}")


@dataclass
class _Take:
    """One pass over one article: its calls by key, in the order in which they were first asked."""

    article: str
    calls: dict[str, deque[tuple[Request, dict[str, Any]]]] = field(default_factory=dict)

    def left(self) -> int:
        return sum(map(len, self.calls.values()))


_take: ContextVar[_Take] = ContextVar("take")


@contextlib.contextmanager
def _current(take: _Take) -> Iterator[None]:
    token = _take.set(take)
    try:
        yield
    finally:
        _take.reset(token)


class _Tape(Cassette):  # type: ignore[misc]
    """A vcrpy cassette for the whole process; each call goes to the article that its task works on."""

    mode = RecordMode.NONE

    def __init__(self, path: str) -> None:
        super().__init__(
            path=path,
            record_mode=self.mode,
            before_record_request=kept_request,
            before_record_response=kept_response,
            skip_patchers=[name for name in PATCHER_NAMES if name != "httpx2"],
        )
        self.folder = Path(path)

    def _article(self) -> _Take:
        take = _take.get(None)
        if take is None:
            raise NoRecording("a model call outside of for_article can be neither recorded nor replayed")
        return take


class Recorder(_Tape):
    """Lets calls through and keeps them."""

    mode = RecordMode.ALL
    manifest: Manifest

    @contextlib.contextmanager
    def for_article(self, article: str, about: Mapping[str, Any] | None = None) -> Iterator[None]:
        """All model calls inside, in this task and in those it starts, belong to `article`.

        Its file is replaced when the block ends well and stays as it was when the block raises. `about` (published,
        outlet, title, url) goes into the manifest.
        """
        take, started = _Take(article), time.monotonic()
        with _current(take):
            yield
        self._save_take(take)
        made = {"recorded": datetime.now(UTC).date().isoformat(), "seconds": round(time.monotonic() - started, 1)}
        articles = {**self.manifest.articles, article: {**(about or {}), **made}}
        self.manifest = replace(self.manifest, articles=articles)
        self.manifest.save(self.folder)

    def can_play_response_for(self, request: Request) -> bool:
        """Never; but the order of asking is noted, since answers may come in any order."""
        kept = kept_request(request)
        if kept is not None:
            self._article().calls.setdefault(call_key(kept), deque())
        return False

    def append(self, request: Request, response: dict[str, Any]) -> None:
        """Keep one call with its answer."""
        kept, answer = kept_request(request), kept_response(response)
        if kept is not None and answer is not None:
            self._article().calls[call_key(kept)].append((kept, answer))

    def _save_take(self, take: _Take) -> None:
        calls = [call for same in take.calls.values() for call in same]
        cassette = {
            "requests": [request for request, _ in calls],
            "responses": [response for _, response in calls],
            "metadata": {"article": take.article},
        }
        write_whole(self.folder / file_name(take.article), serialize(cassette, ReadableYaml))


class Player(_Tape):
    """Answers every call from the folder; no model call reaches the network."""

    mode = RecordMode.NONE

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.manifest = Manifest.load(self.folder)
        self._unplayed: dict[str, int] = {}

    @contextlib.contextmanager
    def for_article(self, article: str, about: Mapping[str, Any] | None = None) -> Iterator[None]:
        """As in `Recorder`; each block plays the article's file from its start, `about` is not needed."""
        take = _Take(article)
        for request, response in self._load_calls(article):
            take.calls.setdefault(call_key(request), deque()).append((request, response))
        with _current(take):
            yield
        self._unplayed[article] = take.left()

    def unplayed(self) -> dict[str, int]:
        """Recorded calls that the article's last block did not ask for, by article; empty is good."""
        return {article: left for article, left in self._unplayed.items() if left}

    def asked(self) -> set[str]:
        """The articles that were played."""
        return set(self._unplayed)

    def orphans(self) -> list[str]:
        """Recorded files that no article asked for; empty is good if all recorded articles were read."""
        asked = {file_name(article) for article in self._unplayed}
        return sorted(path.name for path in self.folder.glob("*.yaml") if path.name not in asked)

    def can_play_response_for(self, request: Request) -> bool:
        """Every model call is ours to answer or to refuse."""
        return kept_request(request) is not None

    def play_response(self, request: Request) -> dict[str, Any]:
        """The next recorded answer to this body.

        Raises:
            NoRecording: there is none; the sentence says what changed since the recording.
        """
        take = self._article()
        same = take.calls.get(call_key(request))
        if not same:
            raise NoRecording(f"article {take.article!r}: {self._why_missing(take, request)}; record it again")
        return same.popleft()[1]

    def _why_missing(self, take: _Take, request: Request) -> str:
        recorded = [parsed(old.body) for old, _ in self._load_calls(take.article)]
        if not recorded:
            return f"{self.folder} holds no recorded call of it ({file_name(take.article)})"
        return "this call was not recorded: " + nearest_difference(parsed(request.body), recorded)

    def _load_calls(self, article: str) -> list[tuple[Request, dict[str, Any]]]:
        path = self.folder / file_name(article)
        try:
            requests, responses, *_ = deserialize(path.read_text(encoding="utf-8"), ReadableYaml)
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError, KeyError, yaml.YAMLError) as error:
            why = " ".join(str(error).split())
            raise NoRecording(f"{path} cannot be read ({why}); record article {article!r} again") from error
        return list(zip(requests, responses, strict=True))


Tape = Recorder | Player


@contextlib.contextmanager
def recording(folder: Path, manifest: Manifest) -> Iterator[Recorder]:
    """Record every model call of the process below `folder`; one tape at a time.

    What the folder holds of other articles stays listed if it was made with the same model, parameters and prompt.

    Raises:
        StoreError: the folder cannot be written; said before any call is paid for.
    """
    make_folder(folder)
    with contextlib.suppress(NoRecording):
        old = Manifest.load(folder)
        if replace(old, articles={}) == replace(manifest, articles={}):
            manifest = replace(manifest, articles={**old.articles, **manifest.articles})
    with Recorder.use(path=str(folder)) as tape:
        tape.manifest = manifest
        yield tape


@contextlib.contextmanager
def replaying(folder: Path) -> Iterator[Player]:
    """Answer every model call of the process from `folder`; `tape.manifest` says how it was made.

    Raises:
        NoRecording: the folder holds no readable manifest.
    """
    with Player.use(path=str(folder)) as tape:
        yield tape


def file_name(article: str) -> str:
    """The cassette file of an article: its id where that is a plain name, else a part of it and a hash."""
    if _PLAIN_NAME.fullmatch(article):
        return f"{article}.yaml"
    readable = re.sub(r"[^\w-]+", "_", article)[:40]
    return f"{readable}-{hashlib.sha256(article.encode()).hexdigest()[:12]}.yaml"
