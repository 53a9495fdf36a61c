"""A process killed with -9: the next run completes the folder, and pays twice at most what was in flight."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from command_line import ARTICLE, articles, ask, extractor, files
from stub_server import StubServer, answers

from extractor.cassette_format import body_key

MORE = "وقصفت مدفعية الجيش بلدة في ريف {} صباح السبت، وقتل جنديان.\n"
CITIES = ["حمص", "درعا", "إدلب", "الرقة", "طرطوس"]
JOBS = 3


@pytest.mark.parametrize("kills", [(2, 5)], ids=str)
def test_killed_twice_and_run_again(tmp_path: Path, kills: tuple[int, ...]) -> None:
    articles(tmp_path / "in", **{f"a{n}": ARTICLE + MORE.format(city) for n, city in enumerate(CITIES)})
    options = ("run", "in", "--strategy", "stepwise", "--jobs", str(JOBS))
    with StubServer([answers()]) as server:
        extractor(tmp_path, *options, *ask(server.url), "-o", "whole")
        whole = Counter(map(body_key, server.bodies))
    with StubServer([answers(delay_seconds=0.2)]) as server:
        for calls in kills:
            command = [sys.executable, "-m", "extractor", *options, *ask(server.url), "-o", "killed"]
            asked = len(server.bodies)
            with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL, env=_clean()) as process:
                while len(server.bodies) < asked + calls and process.poll() is None:
                    time.sleep(0.01)
                process.send_signal(signal.SIGKILL)
        ran = extractor(tmp_path, *options, *ask(server.url), "-o", "killed")
        asked_in_all = Counter(map(body_key, server.bodies))
    assert ran.code == 0
    assert files(tmp_path / "killed") == files(tmp_path / "whole")
    assert asked_in_all.keys() == whole.keys()
    assert sum((asked_in_all - whole).values()) <= JOBS * len(kills)


def _clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "EXTRACTOR_"))}
