"""The seam to the model: against a scripted server for faults, and once against a recorded real model."""

import asyncio
import json
import time
import traceback
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict
from stub_server import Step, StubServer, completion, echoes, fails, raw, resets, says

from extractor.errors import BadAnswer, ModelError, ServerDown, UnknownModel, UsageError, WrongKey
from extractor.llm import TOKENS_A_CHAR, Answer, Endpoint, OpenAIClient, Request, Usage

KEY = "sk-very-secret"


class Toll(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    killed: int


def request(text: str = "قتل ثلاثة أشخاص", article: str = "a1") -> Request[Toll]:
    return Request(article, [{"role": "user", "content": text}], Toll, max_tokens=30)


def endpoint(url: str, **changes: Any) -> Endpoint:
    return replace(Endpoint(url, KEY, "stub", timeout_seconds=5.0, max_attempts=2), **changes)


async def ask_once(where: Endpoint, what: Request[Toll]) -> Answer[Toll]:
    client = OpenAIClient(where)
    try:
        return await client.ask(what)
    finally:
        await client.aclose()


def ask(server: StubServer, what: Request[Toll] | None = None, **changes: Any) -> Answer[Toll]:
    return asyncio.run(ask_once(endpoint(server.url, **changes), what or request()))


# --- what is sent


@pytest.mark.parametrize(
    "text",
    [
        "{{ 7 * 7 }}",
        "{% for x in y %}",
        "{# gone #}",
        "{{",
        "  مسافات في الأول\n\n    وفي الوسط  ",
        "\u200fقُتِلَ\u200e ٣ \ufeff",
        "'\"\\n",
    ],
)
def test_article_text_arrives_verbatim(text: str) -> None:
    with StubServer([says({"killed": 3})]) as server:
        ask(server, request(text))
    assert server.bodies[0]["messages"] == [{"role": "user", "content": text}]


def test_body_holds_only_what_shapes_the_answer() -> None:
    with StubServer([says({"killed": 3})]) as server:
        ask(server, extra={"cache_prompt": True})
        ask(server, extra={"cache_prompt": True})
        ask(server, temperature=None, seed=None)
    first, again, bare = server.bodies
    assert first == again
    assert first == {
        "messages": request().messages,
        "model": "stub",
        "max_tokens": 30,
        "temperature": 0.0,
        "seed": 0,
        "cache_prompt": True,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "Toll", "schema": Toll.model_json_schema()},
        },
    }
    assert sorted(bare) == ["max_tokens", "messages", "model", "response_format"]


def test_loopback_is_asked_past_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with StubServer([says({"killed": 3})]) as server:
        assert ask(server).value == Toll(killed=3)


def test_an_empty_key_is_fine_for_a_server_without_keys() -> None:
    with StubServer([says({"killed": 3})]) as server:
        assert ask(server, api_key="").value == Toll(killed=3)


@pytest.mark.parametrize("url", ["", "localhost:8000", "ftp://host/v1", "http://", "http:///v1"])
def test_base_url_must_be_an_address(url: str) -> None:
    with pytest.raises(UsageError, match="must look like http"):
        Endpoint(url, KEY, "m")


# --- what comes back


def test_answer_is_the_model_itself_with_its_text_and_cost() -> None:
    with StubServer([says('{"killed": 3}')]) as server:
        answer = ask(server)
    assert type(answer.value) is Toll
    assert answer.value == Toll(killed=3)
    assert (answer.raw, answer.usage, answer.attempts) == ('{"killed": 3}', Usage(100, 7, 90), 1)
    assert 0 < answer.seconds < 5


def test_usage_adds_up() -> None:
    assert Usage(1, 2, 3, 4) + Usage(10, 20, 30, 40) == Usage(11, 22, 33, 44)


def told(prompt: object, completion: object, cached: object = 0) -> dict[str, object]:
    details = {"cached_tokens": cached}
    return {"prompt_tokens": prompt, "completion_tokens": completion, "prompt_tokens_details": details}


LENGTH = len("قتل ثلاثة أشخاص") + len('{"killed": 3}')
UNTOLD = Usage(lost_tokens=round(LENGTH * TOKENS_A_CHAR))
USAGES: dict[str, tuple[object, Usage]] = {
    "none": (None, UNTOLD),
    "empty": ({}, UNTOLD),
    "text": ("many", UNTOLD),
    "a list": ([1], UNTOLD),
    "negative": (told(-100, -7, -90), UNTOLD),
    "numbers as text": (told("100", "7", "90"), UNTOLD),
    "no number": (told(float("nan"), float("inf")), UNTOLD),
    "beyond a database": (told(10**30, 10**19), UNTOLD),
    "no answer counted": (told(100, 0), Usage(100, 0, 0, round(100 * 13 / 15))),
    "more cached than sent": (told(10, 7, 90), Usage(10, 7, 10)),
    "details that are none": ({"prompt_tokens": 10, "completion_tokens": 7, "prompt_tokens_details": 3}, Usage(10, 7)),
}


@pytest.mark.parametrize(("said", "counted"), USAGES.values(), ids=USAGES)
def test_what_a_server_does_not_count_is_reckoned_by_length(said: object, counted: Usage) -> None:
    with StubServer([says({"killed": 3}, usage=said)]) as server:
        assert ask(server).usage == counted


@pytest.mark.parametrize(
    ("text", "raw_text"),
    [
        ('```json\n{"killed": 3}\n```', '{"killed": 3}'),
        ('```\n{"killed": 3}```', '{"killed": 3}'),
        ('\n {"killed": 3} \n', '{"killed": 3}'),
        ('{"killed": "3"}', '{"killed": "3"}'),
    ],
    ids=["json-fence", "fence", "spaces", "number-as-text"],
)
def test_harmless_wrapping_is_read(text: str, raw_text: str) -> None:
    with StubServer([says(text)]) as server:
        answer = ask(server)
    assert (answer.value, answer.raw) == (Toll(killed=3), raw_text)


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (says('{"killed": 3', finish_reason="length"), "was cut off after 30 tokens"),
        (says("قتل ثلاثة"), "is no JSON"),
        (says('here: {"killed": 3}'), "is no JSON"),
        (says({"killed": "٣"}), r"wrong shape at killed"),
        (says({"killed": 3, "hurt": 1}), r"wrong shape at hurt"),
        (says({}), r"wrong shape at killed"),
        (says("[3]"), r"wrong shape at the top"),
        (says(""), r"is empty \(stop\)"),
        (says(None), r"is empty \(stop\)"),
        (says(None, finish_reason="content_filter"), r"is empty \(content_filter\)"),
        (says(None, message={"role": "assistant", "content": None, "refusal": "I cannot"}), r"is empty \(I cannot\)"),
        (says({"killed": 3}, choices=[]), "is no chat completion"),
        (says({"killed": 3}, choices=None), "is no chat completion"),
        (raw(b'{"error": "busy"}'), "is no chat completion"),
        (raw(b"[]"), "is no chat completion"),
        (raw(b"null"), "is no chat completion"),
        (raw(b"{broken"), "no valid JSON"),
        (raw(b"<html>Welcome</html>", headers={"content-type": "text/html"}), "is no chat completion .*Welcome"),
        (raw(b"", headers={"content-type": "text/plain"}), "is no chat completion"),
        (fails(400, "context too long"), r"refused the request \(400: .*context too long"),
        (fails(413), r"refused the request \(413"),
    ],
)
def test_a_useless_answer_is_one_clear_sentence(step: Step, sentence: str) -> None:
    with StubServer([step]) as server, pytest.raises(BadAnswer, match=f"^article 'a1': .*{sentence}"):
        ask(server)
    assert len(server.bodies) == 1, "a wrong answer must not be asked for again"


def test_a_useless_answer_keeps_its_text_and_cost() -> None:
    with StubServer([says('{"killed": 3', finish_reason="length")]) as server, pytest.raises(BadAnswer) as caught:
        ask(server)
    assert (caught.value.raw, Usage(*caught.value.tokens)) == ('{"killed": 3', Usage(100, 7, 90))


# --- what the transport does


@pytest.mark.parametrize(
    ("script", "attempts"),
    [
        ([fails(500), says({"killed": 3})], 2),
        ([fails(503), fails(502), says({"killed": 3})], 3),
        ([fails(429), says({"killed": 3})], 2),
        ([fails(408), says({"killed": 3})], 2),
        ([resets(), says({"killed": 3})], 2),
        ([says({"killed": 9}, delay_seconds=2.0), says({"killed": 3})], 2),
    ],
    ids=["500", "503-502", "429", "408", "reset", "too-slow"],
)
def test_what_passes_is_repeated(script: list[Step], attempts: int) -> None:
    with StubServer(script) as server:
        answer = ask(server, max_attempts=3, timeout_seconds=0.5)
    assert (answer.value, answer.attempts, len(server.bodies)) == (Toll(killed=3), attempts, attempts)
    assert server.bodies[0] == server.bodies[-1]


@pytest.mark.parametrize("as_date", [False, True], ids=["seconds", "date"])
def test_retry_after_is_honoured(as_date: bool) -> None:
    asked = format_datetime(datetime.now(UTC) + timedelta(seconds=3), usegmt=True) if as_date else "1.2"
    with StubServer([fails(429, retry_after=asked), says({"killed": 3})]) as server:
        assert ask(server).seconds >= 1.0


@pytest.mark.parametrize(
    ("step", "error", "sentence", "asked"),
    [
        (fails(401), WrongKey, r"refused the key \(401\)", 1),
        (fails(403), WrongKey, r"refused the key \(403\)", 1),
        (fails(402), WrongKey, r"nothing left .*\(402\)", 1),
        (fails(429, code="insufficient_quota"), WrongKey, r"nothing left .*\(429\)", 1),
        (fails(404), UnknownModel, r"knows no model 'stub' \(404\)", 1),
        (raw(b"<h1>Not Found</h1>", status=404, headers={"content-type": "text/html"}), UnknownModel, "404", 1),
        (fails(429, retry_after="3600"), ServerDown, "answered 429 .*asks to wait 3600 s", 1),
        (fails(500), ServerDown, "answered 500 at the last attempt", 2),
        (fails(501), ServerDown, "answered 501", 1),
        (raw(b"<h1>Bad Gateway</h1>", status=502, headers={"content-type": "text/html"}), ServerDown, "502", 4),
        (fails(307, location="http://other.invalid/"), ServerDown, "redirects to http://other.invalid/", 1),
        (resets(), ServerDown, r"no answer from 127.0.0.1:\d+ \(\w+", 2),
        (says({"killed": 3}, delay_seconds=1.0), ServerDown, "no answer within 0.3 s", 2),
    ],
)
def test_what_stays_is_one_clear_sentence(step: Step, error: type[ModelError], sentence: str, asked: int) -> None:
    with StubServer([step]) as server, pytest.raises(error, match=f"^article 'a1': .*{sentence}"):
        ask(server, timeout_seconds=0.3)
    assert len(server.bodies) == asked


def test_no_server_at_all() -> None:
    with StubServer([says({"killed": 3})]) as server:
        gone = endpoint(server.url)
    with pytest.raises(ServerDown, match=r"^article 'a1': no answer from 127\.0\.0\.1:.*start the server"):
        asyncio.run(ask_once(gone, request()))


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
def test_the_key_is_never_shown(
    status: int, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with StubServer([fails(status, f"bad key {KEY}")]) as server, pytest.raises(ModelError) as caught:
        ask(server, max_attempts=1)
    shown = "".join(traceback.format_exception(caught.value)) + caplog.text + "".join(capfd.readouterr())
    assert "article 'a1'" in shown
    assert KEY not in shown + repr(endpoint(server.url))


@pytest.mark.parametrize("script", [[says({"killed": 3}, delay_seconds=5.0)], [fails(429, retry_after="60")]])
def test_an_interrupt_ends_the_call_at_once(script: list[Step]) -> None:
    async def interrupted(where: Endpoint) -> None:
        task = asyncio.create_task(ask_once(where, request()))
        await asyncio.sleep(0.3)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with StubServer(script) as server:
        started = time.monotonic()
        asyncio.run(interrupted(endpoint(server.url)))
        assert time.monotonic() - started < 2


def test_eight_in_flight_do_not_mix() -> None:
    async def many(where: Endpoint) -> list[Answer[Toll]]:
        client = OpenAIClient(where)
        answers = await asyncio.gather(*(client.ask(request(str(number))) for number in range(40)))
        await client.aclose()
        return answers

    step = echoes(lambda body: {"killed": int(body["messages"][0]["content"])}, lambda: time.monotonic_ns() % 7 / 100)
    with StubServer([step]) as server:
        answers = asyncio.run(many(endpoint(server.url)))
    assert [answer.value.killed for answer in answers] == list(range(40))


# --- a real model, recorded: Qwen2.5-Coder-1.5B-Instruct under llama.cpp


@pytest.mark.vcr
def test_real_model_fills_the_shape() -> None:
    where = Endpoint("http://127.0.0.1:8091/v1", KEY, "local")
    answer = asyncio.run(ask_once(where, request("كم عدد القتلى؟ قال الطبيب إن القصف أدى إلى مقتل 12 مدنيا.")))
    assert answer.value == Toll(killed=12)
    assert json.loads(answer.raw) == {"killed": 12}
    assert answer.usage.prompt_tokens > 20
    assert 0 < answer.usage.completion_tokens <= 30


def test_the_stub_looks_like_llama_cpp() -> None:
    assert {"timings", "usage", "system_fingerprint"} <= set(completion("{}"))
