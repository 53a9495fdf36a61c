"""What several workers wrote becomes one folder: a merge may be killed anywhere, and limits are shared to the last."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import ARTICLE, articles, files
from hypothesis import given
from hypothesis import strategies as st
from scripted_client import ScriptedClient, read_all, worked

from extractor.batch.ledger import Ledger, open_ledger, read_ledger
from extractor.batch.ledger_rows import Call, Kept
from extractor.batch.lock import sole_writer
from extractor.batch.shards import a_shard_of, is_stopped, seed, stop_work, take_over
from extractor.config import Settings
from extractor.engines.shares import share_of
from extractor.errors import FolderInUse, StoreError, UsageError

MORE = "وقصفت مدفعية الجيش بلدة في ريف {} صباح السبت، وقتل جنديان.\n"


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A folder whose run was killed: its a0 is of an older text than that of the shard, and it has no a1."""
    older = read_all(articles(tmp_path / "older", a0=ARTICLE))
    texts = read_all(articles(tmp_path / "in", a0=ARTICLE + MORE.format("درعا"), a1=ARTICLE + MORE.format("حمص")))
    worked(older, tmp_path / "out", ScriptedClient())
    worked(texts, tmp_path / "out" / "shards" / "00", ScriptedClient())
    worked(older, tmp_path / "whole", ScriptedClient())
    worked(texts, tmp_path / "whole", ScriptedClient())
    return tmp_path / "out"


class Gone(BaseException):
    """The process is gone."""


def dies_at(nth: int, real: Callable[..., object]) -> Callable[..., object]:
    left = [nth]

    def called(*arguments: object, **named: object) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise Gone
        return real(*arguments, **named)

    return called


def rows_hold(folder: Path, ledger: Ledger) -> bool:
    """Whether every row that is closed tells of the text, draft and record that stand there."""
    for status in ("accepted", "review", "failed"):
        for entry in ledger.entries(status):
            record = json.loads((folder / f"{entry.id}.json").read_bytes())
            draft = json.loads((folder / "drafts" / f"{entry.id}.json").read_bytes())
            text = (folder / "texts" / f"{entry.id}.txt").read_text("utf-8")
            if (record["article"]["sha256"], len(text), draft["asked"]) != (
                entry.text_sha256, entry.characters, entry.asked,
            ):  # fmt: skip
                return False
    return True


@pytest.mark.parametrize("nth", range(6))
def test_a_merge_that_is_killed_while_files_move_says_nothing_that_does_not_stand(
    killed: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    with monkeypatch.context() as patched, open_ledger(killed) as ledger:
        patched.setattr(Path, "replace", dies_at(nth, Path.replace))
        with pytest.raises(Gone):
            take_over(killed, ledger)
    with open_ledger(killed) as ledger:
        assert rows_hold(killed, ledger)
        take_over(killed, ledger)
    assert_whole(killed)


def test_a_merge_that_is_killed_before_the_shard_is_gone(killed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_ledger(killed) as ledger:
        with monkeypatch.context() as patched:
            patched.setattr("extractor.batch.shards.shutil.rmtree", dies_at(0, print))
            with pytest.raises(Gone):
                take_over(killed, ledger)
        assert rows_hold(killed, ledger)
        take_over(killed, ledger)
    assert_whole(killed)


def assert_whole(folder: Path) -> None:
    """The folder is what one run would have made of it, and was paid once."""
    assert files(folder) == files(folder.parent / "whole")
    assert not (folder / "shards").exists()
    with read_ledger(folder) as ledger, read_ledger(folder.parent / "whole") as whole:
        assert ledger
        assert whole
        assert rows_hold(folder, ledger)
        assert (ledger.counts(), ledger.totals()) == (whole.counts(), whole.totals())


def test_an_answer_of_use_is_not_replaced_by_one_of_none(tmp_path: Path) -> None:
    kept = {"out": ("first", None), "out/shards/00": ("second", None), "out/shards/01": ("{", "cut off")}
    for folder, (content, error) in kept.items():
        with open_ledger(tmp_path / folder) as ledger:
            paid = Call("a", "key", folder, "answer", 1, 100, 7, 0, 0, 1.0)
            ledger.called(paid, Kept("key", 1, "a", content, error))
    with open_ledger(tmp_path / "out") as ledger:
        take_over(tmp_path / "out", ledger)
        found = ledger.answer("key", 1, "a")
    assert found
    assert (found.content, found.error) == ("second", None)


def test_a_shard_that_is_written_to_is_not_taken_over(killed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.batch.shards._WAIT_SECONDS", 0.0)
    before = files(killed)
    with sole_writer(killed / "shards" / "00"), open_ledger(killed) as ledger, pytest.raises(FolderInUse):
        take_over(killed, ledger)
    assert files(killed) == before


def test_workers_hold_a_shard_each_and_know_what_the_folder_knows(killed: Path) -> None:
    with open_ledger(killed) as ledger:
        take_over(killed, ledger)
    with a_shard_of(killed, 2) as (first, shard, ledger), a_shard_of(killed, 2) as (second, _, _):
        assert (first, second) == (0, 1)
        assert ledger.entry("a0")
        assert ledger.entry("a9") is None
        seed(killed, shard, "a0")
        assert (shard / "texts" / "a0.txt").read_bytes() == (killed / "texts" / "a0.txt").read_bytes()
        with pytest.raises(StoreError, match="All 2 shards"), a_shard_of(killed, 2):
            pass


def test_a_worker_that_crashes_again_and_again_ends_the_run(killed: Path) -> None:
    for _ in range(3):
        with a_shard_of(killed, 1):
            pass
    with pytest.raises(StoreError, match="shards/00 crashed 3 times"), a_shard_of(killed, 1):
        pass


def test_what_stopped_one_run_does_not_stop_the_next(killed: Path) -> None:
    stop_work(killed)
    assert is_stopped(killed)
    with open_ledger(killed) as ledger:
        take_over(killed, ledger)
    assert not is_stopped(killed)


@given(
    workers=st.integers(1, 40), jobs=st.integers(1, 64), rpm=st.integers(1, 10_000), tokens=st.integers(1, 10_000_000)
)
def test_shares_are_the_whole(workers: int, jobs: int, rpm: int, tokens: int) -> None:
    whole = Settings(jobs=jobs, rpm=max(rpm, workers), max_tokens=max(tokens, workers), max_cost=1.0)
    shares = [share_of(whole, workers, number) for number in range(workers)]
    assert sum(share.rpm or 0 for share in shares) == whole.rpm
    assert sum(share.max_tokens or 0 for share in shares) == whole.max_tokens
    assert sum(share.max_cost or 0 for share in shares) == pytest.approx(1.0)
    assert sum(share.jobs for share in shares) == max(jobs, workers)
    assert max(share.jobs for share in shares) - min(share.jobs for share in shares) <= 1


def test_seven_over_two_are_four_and_three() -> None:
    shares = [share_of(Settings(jobs=7, rpm=7, max_tokens=7), 2, number) for number in range(2)]
    assert [(share.jobs, share.rpm, share.max_tokens) for share in shares] == [(4, 4, 4), (3, 3, 3)]
    assert share_of(Settings(), 2, 1) == Settings()


@pytest.mark.parametrize("limit", ["rpm", "max_tokens"])
def test_fewer_than_workers_cannot_be_shared(limit: str) -> None:
    with pytest.raises(UsageError, match=f"--{limit.replace('_', '-')} 1 cannot be split among 2 workers"):
        share_of(Settings.model_validate({limit: 1}), 2, 0)
