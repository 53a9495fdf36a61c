"""Many articles at once: recorded in one order, replayed in another, and what a recording may never hold."""

import asyncio
import random
import threading
import time
from contextlib import aclosing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from command_line import ARTICLE, Ran, articles, ask, extractor, files
from stub_server import Reply, StubServer, answers, echoes, fails

from extractor import store
from extractor.articles import Article, read_articles
from extractor.batch.flight import run_batch
from extractor.config import Settings
from extractor.errors import InputError
from extractor.session import Session, Source, open_session, read

CITIES = [
    "حلب",
    "حمص",
    "حماة",
    "دمشق",
    "درعا",
    "إدلب",
    "الرقة",
    "دير الزور",
    "اللاذقية",
    "طرطوس",
    "السويداء",
    "القامشلي",
]
STEPWISE = ("--strategy", "stepwise")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {
        f"a{n:02}": ARTICLE.replace("حلب", city) + f"وقصفت مدفعية مدينة {CITIES[n - 1]}.\n"
        for n, city in enumerate(CITIES)
    }
    articles(tmp_path / "in", **texts)
    return tmp_path


def shuffled(folder: Path, seed: int) -> list[Path]:
    paths = sorted((folder / "in").glob("*.txt"))
    return random.Random(seed).sample(paths, len(paths))


def record(folder: Path, *arguments: object) -> Ran:
    """A run against a server whose answers come late and in any order."""
    late = random.Random(5)
    with StubServer([echoes(lambda body: {"answer": "attack"}, lambda: late.random() / 20)]) as server:
        return extractor(folder, "run", *ask(server.url), *STEPWISE, "--record", "tape", *arguments)


def replay(folder: Path, out: str, *arguments: object) -> Ran:
    return extractor(folder, "run", "--replay", "tape", "-o", out, *arguments)


@pytest.mark.parametrize("jobs", [1, 8])
def test_shuffled_replays_give_the_recorded_bytes(folder: Path, jobs: int) -> None:
    paths = [path.relative_to(folder) for path in shuffled(folder, 1)]
    ran = record(folder, *paths, "-o", "live", "--jobs", 8)
    assert (ran.code, ran.errors) == (0, [])
    for out, seed in (("first", 2), ("second", 3)):
        again = [path.relative_to(folder) for path in shuffled(folder, seed)]
        ran = replay(folder, out, *again, "--jobs", jobs)
        assert (ran.code, ran.errors) == (0, [])
        assert files(folder / out) == files(folder / "live")
    assert len(files(folder / "live")) == 3 * len(CITIES)


REPLAYED: dict[str, tuple[tuple[object, ...], str | None]] = {
    "nothing set": ((), None),
    "as recorded": (("--strategy", "stepwise", "--max-reasks", 1, "--model", "stub"), None),
    "left to the tool": (("--strategy", "auto"), None),
    "strategy": (("--strategy", "single"), "strategy single does not count in a replay."),
    "second questions": (("--max-reasks", 0), "max_reasks 0 does not count in a replay."),
    "model": (("--model", "other", "--max-reasks", 3), "model other, max_reasks 3 does not count in a replay."),
}


@pytest.mark.parametrize(("arguments", "said"), REPLAYED.values(), ids=REPLAYED)
def test_a_replay_says_in_one_line_what_it_does_not_take(
    folder: Path, arguments: tuple[object, ...], said: str | None
) -> None:
    record(folder, "in/a00.txt", "-o", "live")
    ran = replay(folder, "out", "in/a00.txt", *arguments)
    notes = [line for line in ran.err.splitlines() if line.startswith("note: ")]
    assert ran.code == 0
    assert notes == ([f"note: the recording is of stub, stepwise, max_reasks 1; {said}"] if said else [])
    assert files(folder / "out") == files(folder / "live")


def test_one_changed_word_is_named_with_its_article(folder: Path) -> None:
    record(folder, "in", "-o", "live")
    path = folder / "in" / "a03.txt"
    path.write_text(path.read_text("utf-8").replace("ثلاثة", "أربعة"), "utf-8")
    ran = replay(folder, "out", "in", "--jobs", 8)
    assert ran.code == 5
    assert len(ran.errors) == 1
    assert "a03: " in ran.errors[0]
    assert "this call was not recorded" in ran.errors[0]
    assert "أربعة" in ran.errors[0]
    assert "recorded was" in ran.errors[0]
    assert sum(data == files(folder / "live").get(name) for name, data in files(folder / "out").items()) == 33


def test_an_article_that_was_never_recorded(folder: Path) -> None:
    record(folder, "in/a00.txt", "-o", "live")
    ran = replay(folder, "out", "in/a00.txt", "in/a01.txt")
    assert ran.code == 5
    assert ["a01: tape holds no recorded call of it (a01.yaml); record it again" in line for line in ran.errors] == [
        True
    ]


def test_a_folder_that_holds_no_recording(folder: Path) -> None:
    ran = extractor(folder, "run", "in", "--replay", "in")
    assert (ran.code, len(ran.err.splitlines())) == (5, 1)
    assert "in holds no recording (manifest.json is missing)" in ran.errors[0]


def test_a_recording_of_a_prompt_that_is_gone(folder: Path) -> None:
    record(folder, "in/a00.txt", "-o", "live")
    manifest = folder / "tape" / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace("stepwise/1", "poetry"), "utf-8")
    ran = replay(folder, "out", "in")
    assert (ran.code, len(ran.errors)) == (5, 1)
    assert "'poetry'" in ran.err


def test_what_the_server_never_answered_is_not_recorded(folder: Path) -> None:
    with StubServer([answers(), fails(500)]) as server:
        options = ("--record", "tape", "-o", "live", *ask(server.url), *STEPWISE)
        ran = extractor(folder, "run", "in/a00.txt", *options, EXTRACTOR_MAX_ATTEMPTS="1")
    assert ran.code == 4
    assert list((folder / "tape").glob("*.yaml")) == []


def test_a_failed_run_leaves_the_old_recording(folder: Path) -> None:
    record(folder, "in/a00.txt", "-o", "live")
    before = files(folder / "tape")
    with StubServer([answers(), fails(500)]) as server:
        options = ("--record", "tape", "-o", "out", *ask(server.url), *STEPWISE)
        extractor(folder, "run", "in/a00.txt", *options, EXTRACTOR_MAX_ATTEMPTS="1")
    assert files(folder / "tape") == before


def test_a_bad_answer_is_an_answer_and_replays(folder: Path) -> None:
    with StubServer([echoes(lambda body: {"dead": 3})]) as server:
        ran = extractor(folder, "run", "in/a00.txt", "--record", "tape", "-o", "live", *ask(server.url))
    assert ran.code == 4
    assert replay(folder, "out", "in/a00.txt").code == 4
    assert files(folder / "out") == files(folder / "live")


FACTS = ("--published", "2024-05-06")


def test_a_replay_knows_the_facts_of_the_recorded_run(folder: Path) -> None:
    row = '{"id": "a00", "outlet": "وكالة", "title": "غارة", "url": "https://example.org/1"}\n'
    (folder / "in" / "index.jsonl").write_text(row, "utf-8")
    record(folder, "in/a00.txt", "-o", "live", *FACTS)
    (folder / "in" / "index.jsonl").unlink()
    assert replay(folder, "out", "in/a00.txt").code == 0
    assert files(folder / "out") == files(folder / "live")
    assert store.load_record(folder / "out" / "a00.json").article.outlet == "وكالة"


def test_own_facts_of_an_article_go_before_recorded_ones(folder: Path) -> None:
    record(folder, "in/a00.txt", "-o", "live", *FACTS)
    replay(folder, "out", "in/a00.txt", "--published", "2024-05-07")
    assert str(store.load_record(folder / "out" / "a00.json").article.published) == "2024-05-07"


def test_broken_facts_in_a_recording_are_named(folder: Path) -> None:
    record(folder, "in/a00.txt", "-o", "live", *FACTS)
    manifest = folder / "tape" / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace("2024-05-06", "May"), "utf-8")
    ran = replay(folder, "out", "in/a00.txt")
    assert (ran.code, ran.errors) == (5, ["error: article 'a00': its recorded 'published' is broken; record it again."])


def test_recorded_calls_that_nobody_asks_for_fail_the_replay(folder: Path) -> None:
    record(folder, "in/a00.txt", "-o", "live")
    record(folder, "in/a01.txt", "-o", "live")
    short = folder / "in" / "a00.txt"
    short.write_text("حلب مدينة.\n", "utf-8")
    ran = replay(folder, "out", "in/a00.txt")
    assert ran.code == 5
    assert ran.errors == ["error: article 'a00': 2 recorded calls were not asked for; record it again."]


def test_files_of_no_article_are_noted_where_all_were_replayed(folder: Path) -> None:
    record(folder, "in/a00.txt", "in/a01.txt", "-o", "live")
    (folder / "tape" / "old.yaml").write_bytes((folder / "tape" / "a00.yaml").read_bytes())
    note = "note: no article asks for old.yaml in tape; delete what is no longer recorded."
    assert note not in replay(folder, "part", "in/a00.txt").err
    ran = replay(folder, "out", "in/a00.txt", "in/a01.txt")
    assert note in ran.err.splitlines()
    assert ran.code == 0


# --- the stream itself


def batch(folder: Path, url: str, jobs: int, stop_after: int = 1000) -> list[str | InputError]:
    """The ids in the order of finishing; reading stops after some."""

    async def one(session: Session, article: Article) -> str:
        return (await read(article, session, session.client)).record.article.id

    async def take() -> list[str | InputError]:
        out: list[str | InputError] = []
        settings = Settings(base_url=url, model="stub", strategy="stepwise", jobs=jobs)
        async with open_session(settings, Source(), lambda _: None) as session:
            async with aclosing(run_batch(read_articles([str(folder / "in")]), partial(one, session), jobs)) as results:
                async for result in results:
                    out.append(result)
                    if len(out) == stop_after:
                        break
            assert asyncio.all_tasks() == {asyncio.current_task()}
        return out

    return asyncio.run(take())


def test_never_more_in_flight_than_jobs(folder: Path) -> None:
    lock = threading.Lock()
    flying, most = 0, 0

    def step(body: dict[str, Any]) -> Reply:
        nonlocal flying, most
        with lock:
            flying += 1
            most = max(most, flying)
        time.sleep(0.02)
        with lock:
            flying -= 1
        return answers()(body)

    with StubServer([step]) as server:
        assert len(batch(folder, server.url, jobs=3)) == len(CITIES)
    assert most == 3


def test_an_error_of_reading_passes_through_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "in" / "a05.txt").write_bytes(b"")
    with StubServer([answers()]) as server:
        results = batch(folder, server.url, jobs=4)
    assert [isinstance(result, InputError) for result in results].count(True) == 1
    assert len(results) == len(CITIES)


def test_leaving_early_cancels_what_is_in_flight(folder: Path) -> None:
    slow = [*[answers()] * 3, answers(delay_seconds=30)]
    with StubServer(slow) as server:
        assert len(batch(folder, server.url, jobs=2, stop_after=1)) == 1
