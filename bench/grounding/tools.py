"""The tools that are compared, an environment for each, and a run of one of them over a list of requests."""

import hashlib
import json
import re
import subprocess
import tempfile
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import cast

from bench.grounding.protocol import Answer, Request

HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent


@dataclass(frozen=True)
class Tool:
    """A peer in one of its settings; `setting` is a key of its runner."""

    peer: str
    setting: str

    @property
    def name(self) -> str:
        """How the tables call it."""
        return f"{self.peer} ({self.setting})" if self.setting != "default" else self.peer

    @property
    def version(self) -> str:
        """The pinned version."""
        pinned = re.search(rf"^{self.peer}==(\S+)", _requirements(self.peer).read_text("utf-8"), re.MULTILINE)
        assert pinned
        return pinned[1]


PEERS = (
    Tool("langextract", "any-span"),
    Tool("langextract", "chunks"),
    Tool("langextract", "exact-only"),
    Tool("langextract", "exact-each"),
    Tool("instructor", "default"),
    Tool("gtrex", "default"),
    Tool("llmground", "words"),
    Tool("llmground", "figures"),
    Tool("groundgate", "words"),
    Tool("groundgate", "figures"),
)


def prepare(peer: str) -> None:
    """Make the peer's environment from its pinned and hashed requirements, unless it stands already.

    Raises:
        CalledProcessError: a package could not be installed.
    """
    requirements = _requirements(peer)
    mark = _environment(peer) / "installed"
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if mark.exists() and mark.read_text("utf-8") == digest:
        return
    venv.create(_environment(peer), clear=True, with_pip=True)
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"]
    subprocess.run([interpreter(peer), *install, requirements], check=True)
    mark.write_text(digest, "utf-8")


def ask(tool: Tool, requests: Sequence[Request], seconds: float) -> list[Answer]:
    """The answers of a tool in the order of the requests; fewer, if its time is over before.

    Raises:
        CalledProcessError: its runner failed.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as lines:
        lines.writelines(json.dumps(request) + "\n" for request in requests)
        lines.seek(0)
        command = [str(interpreter(tool.peer)), "-m", f"bench.grounding.peers.{tool.peer}", tool.setting]
        with subprocess.Popen(command, stdin=lines, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY) as runner:
            assert runner.stdout
            timer = Timer(seconds, runner.kill)
            timer.start()
            answers = [cast("Answer", json.loads(line)) for line in runner.stdout if line.endswith("\n")]
            late = not timer.is_alive()
            timer.cancel()
        if runner.returncode and not late:
            raise subprocess.CalledProcessError(runner.returncode, command)
    return answers


def _requirements(peer: str) -> Path:
    return HERE / "requirements" / f"{peer}.txt"


def _environment(peer: str) -> Path:
    return HERE / ".venvs" / peer


def interpreter(peer: str) -> Path:
    """The Python of a peer's environment."""
    return _environment(peer) / "bin" / "python"
