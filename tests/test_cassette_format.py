"""How a recorded call is written, read back and recognised."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vcr.request import Request as HttpRequest  # type: ignore[import-untyped]

from extractor.cassette_format import ReadableYaml, call_key, compact, kept_request, same_call

leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4))
bodies = st.dictionaries(st.text(), values, max_size=5)


@given(bodies, bodies, st.text())
def test_what_is_written_is_read_back_to_the_byte(asked: dict[str, Any], answered: dict[str, Any], other: str) -> None:
    calls = [
        {"request": {"body": compact(body)}, "response": {"body": {"string": text}}}
        for body in (asked, {"messages": [asked, asked], "response_format": asked})
        for text in (compact(answered), other)
    ]
    cassette = {"version": 1, "interactions": calls}
    assert ReadableYaml.deserialize(ReadableYaml.serialize(cassette)) == cassette


@pytest.mark.parametrize(
    "text",
    [
        "\u2028",
        "a\u2028b\n",
        "\x85\n x",
        "\ufeffقتل\r\n",
        "\u200f٣\u200e\n",
        " \n \n",
        "\ud800",
        "\t\n",
        "12",
        "null",
        "|\n>",
    ],
)
def test_odd_text_is_read_back_to_the_byte(text: str) -> None:
    call = {
        "request": {"body": compact({"messages": [{"content": text}]})},
        "response": {"body": {"string": compact({"x": text})}},
    }
    cassette = {"version": 1, "interactions": [call]}
    assert ReadableYaml.deserialize(ReadableYaml.serialize(cassette)) == cassette


def sent(body: object) -> HttpRequest:
    return HttpRequest("POST", "http://h/v1/chat/completions", json.dumps(body), {})


@given(bodies)
def test_a_call_is_known_by_its_body_whatever_the_order(body: dict[str, Any]) -> None:
    assert call_key(sent(body)) == call_key(sent(dict(reversed(body.items()))))


@given(bodies, bodies)
def test_another_body_is_another_call(one: dict[str, Any], other: dict[str, Any]) -> None:
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (call_key(sent(one)) == call_key(sent(other))) == same


def test_the_matcher_says_no_by_raising() -> None:
    same_call(sent({"seed": 1}), sent({"seed": 1}))
    with pytest.raises(AssertionError):
        same_call(sent({"seed": 1}), sent({"seed": 2}))


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/models"), ("POST", "/v1/embeddings"), ("GET", "/v1/chat/completions")]
)
def test_only_model_calls_are_kept(method: str, path: str) -> None:
    assert kept_request(HttpRequest(method, f"http://h{path}", b"{}", {})) is None
