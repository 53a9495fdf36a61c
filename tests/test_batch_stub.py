"""The stub of the batch bench: legal answers, the same faults for the same seed, and a port that closes for a while."""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from bench.batch.articles import LENGTH, article
from bench.batch.legal import legal_answer
from bench.batch.stub import SHARES, Script, Stub
from extractor.drafting.asking import choice
from extractor.drafting.single import draft_model

BODIES = [b'{"messages": [{"role": "user", "content": "%d"}]}' % n for n in range(2_000)]


def scripted(script: Script, fault: str, share: float) -> Script:
    shares: dict[str, Any] = {fault: share}
    return replace(script, **shares)


@pytest.mark.parametrize("seed", range(20))
def test_answers_are_legal_and_of_the_words_that_were_sent(seed: int) -> None:
    model = draft_model(("s1", "s2", "s3"))
    answer = legal_answer(model.model_json_schema(), article(seed).split(), seed)
    draft = model.model_validate_json(json.dumps(answer, ensure_ascii=False))
    said = [item.words for item in draft.casualties] + [item.words for item in draft.aggregates]
    words = " ".join(article(seed).split())
    assert all(phrase in words for phrase in said)
    assert answer == legal_answer(model.model_json_schema(), article(seed).split(), seed)


def test_a_choice_is_one_of_those_offered() -> None:
    schema = choice(("yes", "no")).model_json_schema()
    assert {legal_answer(schema, [], seed)["answer"] for seed in range(20)} == {"yes", "no"}


def test_articles_differ_and_have_their_length() -> None:
    made = [article(number) for number in range(50)]
    assert len(set(made)) == 50
    assert all(LENGTH <= len(text) <= LENGTH * 1.4 for text in made)


@pytest.mark.parametrize("name", SHARES)
def test_a_fault_comes_as_often_as_asked(name: str) -> None:
    script = scripted(Script(), name, 0.05)
    met = Counter(script.fate(body, 0) for body in BODIES)
    assert 60 <= met[name] <= 140
    assert met[name] + met["well"] == len(BODIES)


def test_faults_are_those_of_the_seed_and_differ_when_asked_again() -> None:
    script = Script(broken=0.5)
    first = [script.fate(body, 0) for body in BODIES]
    assert first == [script.fate(body, 0) for body in BODIES]
    assert first != [script.fate(body, 1) for body in BODIES]
    assert first != [Script(broken=0.5, seed=1).fate(body, 0) for body in BODIES]


Talk = Callable[[httpx2.AsyncClient, str], Awaitable[Any]]


def talk(script: Script, say: Talk) -> Any:
    """What comes of a talk with a stub of this script."""

    async def whole() -> Any:
        stub = Stub(script)
        await stub.start()
        try:
            async with httpx2.AsyncClient(trust_env=False, timeout=10) as client:
                return await say(client, f"http://127.0.0.1:{stub.port}/v1")
        finally:
            await stub.stop()

    return asyncio.run(whole())


def ask(client: httpx2.AsyncClient, url: str, number: int = 0) -> Awaitable[httpx2.Response]:
    return client.post(f"{url}/chat/completions", content=BODIES[number])


@pytest.mark.parametrize(
    ("name", "status", "finish"),
    [("too_many", 429, None), ("broken", 500, None), ("cut_off", 200, "length"), ("malformed", 200, "stop")],
)
def test_a_fault_is_what_its_name_says(name: str, status: int, finish: str | None) -> None:
    reply = talk(scripted(Script(retry_after=2.5), name, 1.0), ask)
    assert reply.status_code == status
    assert reply.headers.get("retry-after") == ("2.5" if status == 429 else None)
    if finish:
        choice = reply.json()["choices"][0]
        assert choice["finish_reason"] == finish
        with pytest.raises(ValueError, match=r"."):
            json.loads(choice["message"]["content"])


def test_a_reset_is_no_answer() -> None:
    with pytest.raises(httpx2.HTTPError):
        talk(Script(reset=1.0), ask)


def test_usage_is_told_and_counts_are_kept() -> None:
    async def say(client: httpx2.AsyncClient, url: str) -> Any:
        reply = await ask(client, url)
        return reply.json()["usage"], (await client.post(f"{url}/counts")).json()

    usage, counts = talk(Script(), say)
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"] > 0
    assert (counts["well"], counts["bodies"]) == (1, 1)


def test_well_again_ends_all_faults() -> None:
    async def say(client: httpx2.AsyncClient, url: str) -> Any:
        before = (await ask(client, url)).status_code
        await client.post(f"{url}/well")
        return before, (await ask(client, url)).status_code

    assert talk(Script(broken=1.0), say) == (500, 200)


def test_the_server_goes_away_and_comes_back() -> None:
    async def say(client: httpx2.AsyncClient, url: str) -> list[int]:
        met = []
        for number in range(200):
            try:
                met.append((await ask(client, url, number)).status_code)
            except httpx2.HTTPError:
                met.append(0)
            if 0 in met and met[-1] == 200:
                break
            await asyncio.sleep(0.05)
        return met

    met = talk(Script(gone_after=3, gone_seconds=0.3), say)
    assert met[:2] == [200, 200]
    assert met.count(0) >= 2
    assert met[-1] == 200
