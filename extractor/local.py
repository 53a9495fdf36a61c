"""A model inside this process, for those who have no server: fetched once, checked, served on loopback by llama.cpp."""

import contextlib
import importlib
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from extractor.endpoint import Endpoint
from extractor.errors import ModelError, UsageError
from extractor.local_models import LocalModel, fetched, local_models

CONTEXT_TOKENS = 12288
_INSTALL = "the local model needs one more package: pip install 'casualty-extractor[local]'"


def cache_folder(environ: Mapping[str, str]) -> Path:
    """Where models are kept: below `XDG_CACHE_HOME`, else below `~/.cache`."""
    base = environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "extractor" / "models"


def usual_model() -> str:
    """The name of the model that runs where none is named: the first row of the table."""
    return next(iter(local_models()))


@contextlib.contextmanager
def serve_local(model: str | None, gguf: Path | None, folder: Path, say: Callable[[str], None]) -> Iterator[Endpoint]:
    """Run a model while the block lasts: the file `gguf`, else the named row of the table, else its first row.

    The row's file is fetched into `folder` if it is not there; `say` is told of what takes long.

    Raises:
        UsageError: the extra is not installed, no such row, or `gguf` is no model file.
        ModelError: the file cannot be fetched, does not have its checksum, or cannot be loaded.
    """
    llama = _llama()
    path = _checked(gguf) if gguf else fetched(_row(model), folder, say)
    say(f"loading {path.name}")
    port = _free_port()
    try:
        server = llama.Server(_parameters(llama, path, port))
    except RuntimeError as error:
        raise ModelError(f"llama.cpp cannot load {path.name} ({error}); give another model file") from None
    try:
        yield Endpoint(f"http://127.0.0.1:{port}/v1", "", path.stem)
    finally:
        del server  # llama.cpp stops with its object


def _llama() -> Any:
    try:
        return importlib.import_module("xllamacpp")
    except ImportError:
        raise UsageError(_INSTALL) from None


def _row(name: str | None) -> LocalModel:
    rows = local_models()
    if name is None:
        return next(iter(rows.values()))
    if name not in rows:
        raise UsageError(f"no local model is named {name!r}; there are {', '.join(rows)}, or give a GGUF file")
    return rows[name]


def _checked(gguf: Path) -> Path:
    try:
        with gguf.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise UsageError(f"{gguf} cannot be read ({error.strerror}); name a GGUF file") from None
    if magic != b"GGUF":
        raise UsageError(f"{gguf} is no GGUF file; name one that llama.cpp can load")
    return gguf


def _parameters(llama: Any, path: Path, port: int) -> Any:
    parameters = llama.CommonParams()
    parameters.model.path = str(path)
    parameters.model_alias = {path.stem}  # else answers name a path of this machine
    parameters.hostnames, parameters.port = ["127.0.0.1"], port
    parameters.n_ctx, parameters.n_parallel = CONTEXT_TOKENS, 1
    parameters.cpuparams.n_threads = os.cpu_count() or 1
    parameters.verbosity = -1  # the terminal is ours
    return parameters


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
