"""Programs of the bench as processes of their own: a stub while its block lasts, a run and what it took."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.batch.stub import Script

ROOT = Path(__file__).parent.parent.parent
HERE = Path(sys.executable)  # the Python that runs this
_OURS = ("EXTRACTOR_", "OPENAI_")


@dataclass(frozen=True, slots=True)
class Took:
    """What a process took: seconds of the clock and of the processor, and its greatest memory."""

    exit_code: int
    seconds: float
    cpu_seconds: float
    peak_mb: float
    stdout: str
    stderr: str


@contextlib.contextmanager
def stub(script: Script) -> Iterator[str]:
    """The base URL of a stub that serves this script."""
    options = [f"--{name.replace('_', '-')}={value}" for name, value in asdict(script).items()]
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.batch.stub", *options],
        stdout=subprocess.PIPE, text=True, cwd=ROOT, env=_environment(),
    )  # fmt: skip
    try:
        assert process.stdout
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def post(url: str) -> Mapping[str, Any]:
    """Tell a stub something, and what it says."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(urllib.request.Request(url, method="POST", data=b"{}")) as reply:
        told: Mapping[str, Any] = json.load(reply)
    return told


def run(command: Sequence[str | Path], folder: Path, python: Path = HERE) -> Took:
    """Run a module to its end with this Python or another; what it prints goes through files, so that no pipe fills."""
    out, err, started = folder / "stdout", folder / "stderr", time.monotonic()
    with out.open("wb") as stdout, err.open("wb") as stderr:
        process = subprocess.Popen(
            [python, "-m", *map(str, command)], stdout=stdout, stderr=stderr, cwd=ROOT, env=_environment()
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds, cpu = time.monotonic() - started, usage.ru_utime + usage.ru_stime
    peak = usage.ru_maxrss / 1024
    return Took(process.returncode, seconds, cpu, peak, out.read_text("utf-8"), err.read_text("utf-8"))


def start(command: Sequence[str | Path], folder: Path) -> "subprocess.Popen[bytes]":
    """A module of Python in a process group of its own."""
    with (folder / "stdout").open("wb") as stdout, (folder / "stderr").open("wb") as stderr:
        return subprocess.Popen(
            [sys.executable, "-m", *map(str, command)],
            stdout=stdout, stderr=stderr, cwd=ROOT, env=_environment(), start_new_session=True,
        )  # fmt: skip


def kill(process: "subprocess.Popen[bytes]") -> None:
    """End a process and those that it started with -9."""
    with contextlib.suppress(ProcessLookupError):  # it has ended already
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _environment() -> dict[str, str]:
    """This environment without settings of the tool, and with the code beside this file."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return {**kept, "PYTHONPATH": str(ROOT)}
