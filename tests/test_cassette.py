"""Record and replay: what is kept, whose it is, and what is said when it does not fit."""

import asyncio
import gzip
import json
import random
import time
from collections.abc import Iterable
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, create_model
from stub_server import Step, StubServer, completion, echoes, fails, raw, says

from extractor.cassette import Manifest, Recorder, Tape, file_name, recording, replaying
from extractor.endpoint import replay_endpoint
from extractor.errors import BadAnswer, NoRecording, ServerDown, StoreError
from extractor.llm import Answer, Client, Endpoint, OpenAIClient, Request

CASSETTES = Path(__file__).parent / "cassettes"
SYSTEM = "اقرأ الخبر.\nأجب بكلمة واحدة."


class Said(BaseModel):
    words: str


def request(article: str, question: str = "q0", **changes: Any) -> Request[Said]:
    texts = [("system", SYSTEM), ("user", f"خبر {article}"), ("user", question)]
    messages = [{"role": role, "content": content} for role, content in texts]
    return replace(Request(article, messages, Said, max_tokens=30), **changes)


def repeats(body: dict[str, Any]) -> dict[str, str]:
    """What the stub answers: the article and the question, so that a mix-up shows."""
    return {"words": " | ".join(message["content"] for message in body["messages"][1:])}


def expected(article: str, question: str) -> Said:
    return Said(words=f"خبر {article} | {question}")


async def talk(client: Client, tape: Tape, article: str, questions: Iterable[str]) -> list[Answer[Said]]:
    with tape.for_article(article, {"outlet": "وكالة", "published": "2020-01-02"}):
        return [await client.ask(request(article, question)) for question in questions]


def converse(where: Endpoint, tape: Tape, article: str, questions: Iterable[str]) -> list[Answer[Said]]:
    async def alone() -> list[Answer[Said]]:
        async with aclosing(OpenAIClient(where)) as client:
            return await talk(client, tape, article, questions)

    return asyncio.run(alone())


def run(where: Endpoint, tape: Tape, articles: Iterable[str], questions: Iterable[str] = ("q0", "q1")) -> None:
    """Eight articles in flight; every answer must be the one to its own question."""

    async def all_of_them() -> None:
        gate = asyncio.Semaphore(8)

        async def one(client: Client, article: str) -> None:
            async with gate:
                answers = await talk(client, tape, article, questions)
            assert [answer.value for answer in answers] == [expected(article, question) for question in questions]

        async with aclosing(OpenAIClient(where)) as client:
            await asyncio.gather(*(one(client, article) for article in articles))

    asyncio.run(all_of_them())


def ask(where: Endpoint, tape: Tape, what: Request[Any]) -> Answer[Any]:
    async def once() -> Answer[Any]:
        async with aclosing(OpenAIClient(where)) as client:
            with tape.for_article(what.article):
                return await client.ask(what)

    return asyncio.run(once())


def record(folder: Path, script: list[Step], *requests: Request[Any], **changes: Any) -> StubServer:
    """Record each request in a block of its own."""
    with StubServer(script) as server:
        where = replace(Endpoint(server.url, "sk-secret", "stub"), max_attempts=2, **changes)
        with recording(folder, Manifest("stub", where.parameters(), "p1")) as tape:
            for what in requests:
                ask(where, tape, what)
    return server


def replay(folder: Path, *requests: Request[Any], **changes: Any) -> list[Answer[Any]]:
    with replaying(folder) as tape:
        where = replace(replay_endpoint(tape.manifest.model, tape.manifest.parameters), **changes)
        return [ask(where, tape, what) for what in requests]


# --- whose call it is


def test_eight_in_flight_and_shuffled_do_not_mix(tmp_path: Path) -> None:
    articles = [f"a{number}" for number in range(24)]
    with StubServer([echoes(repeats, lambda: random.random() / 30)]) as server:
        where = Endpoint(server.url, "sk-secret", "stub")
        with recording(tmp_path, Manifest("stub", where.parameters(), "p1")) as tape:
            run(where, tape, articles)
    assert sorted(path.stem for path in tmp_path.glob("*.yaml")) == sorted(articles)
    for path in tmp_path.glob("*.yaml"):
        assert {name for name in articles if f"خبر {name}\n" in path.read_text("utf-8")} == {path.stem}
    with replaying(tmp_path) as player:
        run(replay_endpoint("stub", player.manifest.parameters), player, random.sample(articles, k=24))
        assert (player.unplayed(), player.orphans()) == ({}, [])


def test_a_task_started_inside_the_block_belongs_to_it(tmp_path: Path) -> None:
    async def both(where: Endpoint, tape: Tape) -> list[Said]:
        async with aclosing(OpenAIClient(where)) as client:
            with tape.for_article("a"):
                answers = await asyncio.gather(*(client.ask(request("a", question)) for question in ("q0", "q1")))
        return [answer.value for answer in answers]

    slow_first = echoes(repeats, iter([0.2, 0.0]).__next__)
    with StubServer([slow_first]) as server:
        where = Endpoint(server.url, "k", "stub")
        with recording(tmp_path, Manifest("stub", where.parameters(), "p1")) as tape:
            answers = asyncio.run(both(where, tape))
    assert answers == [expected("a", "q0"), expected("a", "q1")]
    text = (tmp_path / "a.yaml").read_text("utf-8")
    assert text.index("content: q0") < text.index("content: q1"), "calls stand in the order of asking"


def test_the_same_call_twice_is_played_in_order(tmp_path: Path) -> None:
    numbers = iter(range(9))
    with StubServer([echoes(lambda body: {"words": str(next(numbers))})]) as server:
        where = Endpoint(server.url, "k", "stub")
        with recording(tmp_path, Manifest("stub", where.parameters(), "p1")) as tape:
            converse(where, tape, "a", ["q", "q", "q"])
    with replaying(tmp_path) as player:
        nowhere = replay_endpoint("stub", player.manifest.parameters)
        for _ in range(2):  # each block plays from the start
            answers = converse(nowhere, player, "a", ["q", "q", "q"])
            assert [answer.value.words for answer in answers] == ["0", "1", "2"]
        with pytest.raises(NoRecording, match=r"article 'a': .*asked for more often than it was recorded"):
            converse(nowhere, player, "a", ["q"] * 4)


def test_a_call_outside_of_any_article_is_refused(tmp_path: Path) -> None:
    async def outside() -> None:
        async with aclosing(OpenAIClient(Endpoint("http://127.0.0.1:9/v1", "k", "stub"))) as client:
            await client.ask(request("a"))

    with recording(tmp_path, Manifest("stub", {}, "p1")), pytest.raises(NoRecording, match="for_article"):
        asyncio.run(outside())


# --- what is kept


def test_nothing_secret_and_nothing_of_this_machine_is_kept(tmp_path: Path) -> None:
    headers = {
        "content-type": "application/json",
        "set-cookie": "c=1",
        "x-request-id": "r1",
        "openai-organization": "o1",
    }
    reply = json.dumps(completion('{"words": "نعم"}')).encode()
    server = record(tmp_path, [raw(reply, headers=headers)], request("a"))
    kept = "".join(path.read_text("utf-8") for path in tmp_path.iterdir()).lower()
    sent = {name.lower() for name in server.headers[0]}
    assert "authorization" in sent
    for word in ("sk-secret", "bearer", "authorization", "cookie", "r1", "o1", "127.0.0.1", server.url, "user-agent"):
        assert word not in kept
    for word in ("/srv/models", "timings", "created", "system_fingerprint", "chatcmpl"):
        assert word not in kept
    assert "model: stub-model.gguf" in kept
    assert "cached_tokens: 90" in kept


def test_bodies_are_readable(tmp_path: Path) -> None:
    record(tmp_path, [echoes(repeats)], request("a"))
    text = (tmp_path / "a.yaml").read_text("utf-8")
    assert "        content: |-\n          اقرأ الخبر.\n          أجب بكلمة واحدة.\n" in text
    assert "\\u06" not in text


def test_a_shared_prefix_is_written_once(tmp_path: Path) -> None:
    with StubServer([echoes(repeats)]) as server:
        where = Endpoint(server.url, "k", "stub")
        with recording(tmp_path, Manifest("stub", where.parameters(), "p1")) as tape:
            converse(where, tape, "a", ["q0", "q1", "q2"])
    text = (tmp_path / "a.yaml").read_text("utf-8")
    assert text.count("اقرأ الخبر") == 1
    assert text.count("json_schema:") == 1


def test_a_compressed_reply_is_kept_as_text(tmp_path: Path) -> None:
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    record(
        tmp_path,
        [raw(gzip.compress(json.dumps(completion('{"words": "نعم"}')).encode()), headers=headers)],
        request("a"),
    )
    assert "نعم" in (tmp_path / "a.yaml").read_text("utf-8")
    assert replay(tmp_path, request("a"))[0].value == Said(words="نعم")


def test_passing_failures_are_not_kept(tmp_path: Path) -> None:
    server = record(tmp_path, [fails(500), echoes(repeats)], request("a"))
    assert len(server.bodies) == 2
    answer = replay(tmp_path, request("a"))[0]
    assert (answer.value, answer.attempts) == (expected("a", "q0"), 1)


@pytest.mark.parametrize("step", [says("no json"), fails(400, "too long"), says('{"wo', finish_reason="length")])
def test_a_wrong_answer_is_kept_and_is_as_wrong_again(tmp_path: Path, step: Step) -> None:
    with StubServer([step]) as server:
        where = Endpoint(server.url, "k", "stub")
        with recording(tmp_path, Manifest("stub", where.parameters(), "p1")) as tape:
            first = complaint(where, tape)
    with replaying(tmp_path) as player:
        again = complaint(replay_endpoint("stub", player.manifest.parameters), player)
        assert player.unplayed() == {}
    assert (first.raw, first.tokens) == (again.raw, again.tokens)


def complaint(where: Endpoint, tape: Tape) -> BadAnswer:
    """The error of a call whose block ends well all the same, as the pipeline does it."""

    async def once() -> BadAnswer:
        async with aclosing(OpenAIClient(where)) as client:
            with tape.for_article("a"), pytest.raises(BadAnswer) as caught:
                await client.ask(request("a"))
        return caught.value

    return asyncio.run(once())


def test_two_recordings_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        record(tmp_path / name, [echoes(repeats)], request("a"), request("b"))
    for file in ("a.yaml", "b.yaml"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


# --- when a file is written


def test_only_success_replaces_a_recording(tmp_path: Path) -> None:
    record(tmp_path, [says({"words": "old"})], request("a"), request("b"))
    with pytest.raises(ServerDown):
        record(tmp_path, [fails(500)], request("a"))
    assert replay(tmp_path, request("a"))[0].value == Said(words="old")
    record(tmp_path, [says({"words": "new"})], request("a"))
    assert [answer.value.words for answer in replay(tmp_path, request("a"), request("b"))] == ["new", "old"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record(tmp_path, [says({"words": "old"})], request("a"))
    before = (tmp_path / "a.yaml").read_bytes()

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StoreError, match=r"cannot be written .No space left on device"):
        record(tmp_path, [says({"words": "new"})], request("a"))
    assert (tmp_path / "a.yaml").read_bytes() == before
    assert not list(tmp_path.glob(".*"))


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match=r"f cannot be written"):
        record(tmp_path / "f", [says({"words": "x"})], request("a"))


# --- the manifest


def test_the_manifest_is_all_a_replay_needs(tmp_path: Path) -> None:
    server = record(tmp_path, [echoes(repeats)], request("a"), temperature=0.5, seed=7, extra={"top_k": 1})
    assert replay(tmp_path, request("a"))[0].value == expected("a", "q0")
    manifest = Manifest.load(tmp_path)
    assert (manifest.model, manifest.prompt) == ("stub", "p1")
    assert manifest.parameters == {"temperature": 0.5, "seed": 7, "extra": {"top_k": 1}}
    assert server.bodies[0]["top_k"] == 1
    assert set(manifest.articles["a"]) == {"recorded", "seconds"}


def test_what_is_known_of_an_article_is_kept(tmp_path: Path) -> None:
    with StubServer([echoes(repeats)]) as server, recording(tmp_path, Manifest("stub", {}, "p1")) as tape:
        converse(Endpoint(server.url, "k", "stub"), tape, "a", ["q0"])
    about = Manifest.load(tmp_path).articles["a"]
    assert (about["outlet"], about["published"]) == ("وكالة", "2020-01-02")
    assert about["seconds"] >= 0
    assert len(about["recorded"]) == len("2020-01-02")


def test_articles_of_an_equal_run_stay_listed_and_of_another_do_not(tmp_path: Path) -> None:
    record(tmp_path, [echoes(repeats)], request("a"))
    record(tmp_path, [echoes(repeats)], request("b"))
    assert sorted(Manifest.load(tmp_path).articles) == ["a", "b"]
    record(tmp_path, [echoes(repeats)], request("c"), temperature=0.9)
    assert sorted(Manifest.load(tmp_path).articles) == ["c"]


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"model": 1}', '{"other": 1}'])
def test_a_folder_without_a_readable_manifest_is_no_recording(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(NoRecording, match=r"manifest\.json"), replaying(tmp_path):
        pass


# --- what does not fit

Longer = create_model("Said", words=(str, ...), more=(str, ...))


@pytest.mark.parametrize(
    ("asked", "changes", "sentence"),
    [
        (request("a"), {"model": "other"}, "the model is 'other', recorded was 'stub'"),
        (request("a"), {"temperature": 1.0}, "the temperature is '1.0', recorded was '0.0'"),
        (request("a"), {"seed": None}, "the seed is missing"),
        (request("a"), {"extra": {"top_k": 1}}, "the top_k is new"),
        (request("a", max_tokens=31), {}, "the max_tokens is '31', recorded was '30'"),
        (request("a", question="q9"), {}, r"message 3 \(user\) is 'q9', recorded was 'q0'"),
        (request("a", messages=request("a").messages[:2]), {}, r"message 3 \(user\) is missing"),
        (request("a", response_model=Longer), {}, "the response schema differs near '.*more"),
        (request("b"), {}, r"holds no recorded call of it \(b\.yaml\)"),
    ],
    ids=["model", "temperature", "seed", "extra", "max_tokens", "message", "fewer-messages", "schema", "article"],
)
def test_a_miss_says_what_changed(tmp_path: Path, asked: Request[Any], changes: dict[str, Any], sentence: str) -> None:
    record(tmp_path, [echoes(repeats)], request("a"))
    with pytest.raises(NoRecording, match=f"^article '{asked.article}': .*{sentence}.*; record it again$"):
        replay(tmp_path, asked, **changes)


def test_a_miss_names_the_place_in_a_long_text(tmp_path: Path) -> None:
    text = "قتل ثلاثة أشخاص في قصف على السوق. " * 20
    record(tmp_path, [echoes(repeats)], request("a", question=text), request("a", question="another"))
    with pytest.raises(NoRecording, match=r"message 3 \(user\) differs near '.*خمسة"):
        replay(tmp_path, request("a", question="another"), request("a", question=text.replace("ثلاثة", "خمسة")))


def test_a_miss_is_not_asked_twice(tmp_path: Path) -> None:
    record(tmp_path, [echoes(repeats)], request("a"))
    started = time.monotonic()
    with pytest.raises(NoRecording):
        replay(tmp_path, request("a", question="q9"), max_attempts=20)
    assert time.monotonic() - started < 2


def test_calls_never_asked_for_and_files_of_no_article_are_listed(tmp_path: Path) -> None:
    with StubServer([echoes(repeats)]) as server:
        where = Endpoint(server.url, "k", "stub")
        with recording(tmp_path, Manifest("stub", where.parameters(), "p1")) as tape:
            run(where, tape, ["a", "b"], ("q0", "q1"))
    with replaying(tmp_path) as player:
        ask(replay_endpoint("stub", player.manifest.parameters), player, request("a"))
        assert (player.unplayed(), player.orphans()) == ({"a": 1}, ["b.yaml"])


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "interactions: 3", "interactions: [{request: {}}]", "a: !!python/name:os.x"]
)
def test_a_spoilt_file_is_said(tmp_path: Path, text: str) -> None:
    record(tmp_path, [echoes(repeats)], request("a"))
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(NoRecording, match=r"a\.yaml cannot be read .*record article 'a' again"):
        replay(tmp_path, request("a"))


# --- names


@pytest.mark.parametrize("article", ["a1", "000_0ee9b0c3b61cb9fa", "خبر-12", "a.b", "x" * 80])
def test_a_plain_id_is_its_own_file_name(article: str) -> None:
    assert file_name(article) == f"{article}.yaml"


@given(st.text())
def test_a_file_name_is_one_short_visible_name(article: str) -> None:
    name = file_name(article)
    assert name.endswith(".yaml")
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert not name.startswith(".")
    assert len(name.encode()) < 255


def test_ids_that_look_alike_in_a_name_get_files_of_their_own() -> None:
    assert len({file_name(article) for article in ("a/b", "a b", "a_b", "a?b", "../a/b", "", ".")}) == 7


# --- a real model, recorded: Qwen2.5-Coder-1.5B-Instruct under llama.cpp; record again with --record-mode=rewrite


class Weapon(BaseModel):
    weapon: str


def test_real_answers_replay_from_the_folder_alone(record_mode: str) -> None:
    folder = CASSETTES / "real_tape"
    texts = {"drone": "استهدفت طائرة مسيّرة مخفرا للشرطة.", "rocket": "سقط صاروخ كاتيوشا قرب المطار."}
    where = Endpoint("http://127.0.0.1:8091/v1", "none", "local")
    live = record_mode != "none"
    with recording(folder, Manifest("local", where.parameters(), "tiny")) if live else replaying(folder) as tape:
        where = where if live else replay_endpoint(tape.manifest.model, tape.manifest.parameters)
        for article, text in texts.items():
            question = [{"role": "user", "content": f"{text}\nما السلاح؟"}]
            answer = ask(where, tape, Request(article, question, Weapon, max_tokens=30))
            assert answer.value.weapon
            assert answer.usage.prompt_tokens > answer.usage.completion_tokens > 0
    assert isinstance(tape, Recorder) or (tape.unplayed(), tape.orphans()) == ({}, [])


@pytest.mark.parametrize(
    "folder", sorted(path for path in CASSETTES.iterdir() if path.is_dir()), ids=lambda path: path.name
)
def test_every_stored_cassette_belongs_to_something(folder: Path) -> None:
    names = {path.name for path in folder.glob("*.yaml")}
    if (folder / "manifest.json").exists():
        assert names == {file_name(article) for article in Manifest.load(folder).articles}
        return
    tests = (CASSETTES.parent / f"{folder.name}.py").read_text("utf-8")
    assert all(f"def {Path(name).stem.partition('[')[0]}(" in tests for name in names)
