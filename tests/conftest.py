"""What every test has: no network but loopback, one cassette format (the command line's own), all of it played."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from vcr import VCR  # type: ignore[import-untyped]
from vcr.cassette import Cassette  # type: ignore[import-untyped]

from extractor.cassette_format import register

sys.path.insert(0, str(Path(__file__).parent))  # for stub_server; importlib mode puts no test folder on the path

settings.register_profile("long", max_examples=500, deadline=None)  # of `python -m bench.fuzz`


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.block_network(allowed_hosts=[r"127\.0\.0\.1$"]))


def pytest_recording_configure(config: pytest.Config, vcr: VCR) -> None:
    register(vcr)


@pytest.fixture(autouse=True)
def _whole_cassette_played(vcr: Cassette | None, record_mode: str) -> Iterator[None]:
    yield
    if vcr is not None and record_mode == "none":
        assert vcr.all_played, f"{vcr.path} holds calls that the test no longer makes: record it again"
