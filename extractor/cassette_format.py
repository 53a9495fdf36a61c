"""How one recorded call looks on disk: what is kept of it, how it is written, and when two calls are the same.

vcrpy asks for a serializer, two filters and a matcher; the command line and the tests use these same ones.
A body is stored parsed, its Arabic unescaped; messages and schemas that recur in a file are YAML anchors.
"""

import hashlib
import json
import re
from typing import Any

import yaml
from vcr import VCR  # type: ignore[import-untyped]
from vcr.filters import decode_response  # type: ignore[import-untyped]
from vcr.request import Request  # type: ignore[import-untyped]

CALL = "/chat/completions"
_KEPT_FIELDS = ("object", "model", "choices", "usage", "error")
_PASSING_STATUS = frozenset({401, 402, 403, 404, 408, 409, 425, 429})
_LOCAL_FILE = re.compile(r"^(?:/|[A-Za-z]:[\\/]).*[\\/]|^.*[\\/](?=[^\\/]+\.gguf$)")


def compact(value: Any) -> str:
    """JSON without spaces, Arabic unescaped; escaped only where a lone surrogate has no UTF-8 form."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text


def parsed(body: bytes | str | None) -> Any:
    """The body as JSON, or None where it is none."""
    try:
        return json.loads(body or b"")
    except ValueError:
        return None


def call_key(request: Request) -> str:
    """What makes two calls the same: all of the parsed body, whatever its key order, and nothing else."""
    return body_key(parsed(request.body))


def body_key(body: Any) -> str:
    """The key of a parsed body."""
    canonical = json.dumps(body, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def same_call(asked: Request, recorded: Request) -> None:
    """Matcher for vcrpy: host, port and headers do not count.

    Raises:
        AssertionError: the bodies differ.
    """
    if call_key(asked) != call_key(recorded):
        raise AssertionError("the bodies differ")


def kept_request(request: Request) -> Request | None:
    """A model call without host, key, cookies and other headers; None for any other request."""
    if request.method != "POST" or not request.path.endswith(CALL):
        return None
    body = compact(parsed(request.body))
    return Request("POST", CALL, body, {"content-type": "application/json"})


def kept_response(response: dict[str, Any]) -> dict[str, Any] | None:
    """The part of a reply that the answer is read from; None for a failure that a repeat may heal."""
    status = response["status"]["code"]
    if status >= 500 or status in _PASSING_STATUS:
        return None
    response = decode_response(response)
    content = response["body"]["string"]
    reply = parsed(content)
    if isinstance(reply, dict):
        content = compact(_without_noise(reply)).encode()
    types = [value for name, value in response["headers"].items() if name.lower() == "content-type"]
    headers = {"content-type": types[0]} if types else {}
    return {"status": response["status"], "headers": headers, "body": {"string": content}}


def _without_noise(reply: dict[str, Any]) -> dict[str, Any]:
    kept = {name: reply[name] for name in _KEPT_FIELDS if name in reply}
    if isinstance(kept.get("model"), str):
        kept["model"] = _LOCAL_FILE.sub("", kept["model"])  # a local server names a file of its machine
    return kept


class ReadableYaml:
    """Serializer for vcrpy: JSON bodies as YAML mappings, text of several lines as a block."""

    @staticmethod
    def serialize(cassette: dict[str, Any]) -> str:
        """The cassette as YAML text."""
        seen: dict[str, Any] = {}
        calls = [_readable(call, seen) for call in cassette["interactions"]]
        return yaml.dump(
            cassette | {"interactions": calls}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000
        )

    @staticmethod
    def deserialize(text: str) -> dict[str, Any]:
        """The cassette from YAML text, bodies as JSON text again."""
        cassette: dict[str, Any] = yaml.load(text, Loader=_Loader)
        cassette["interactions"] = [_playable(call) for call in cassette["interactions"]]
        return cassette


def register(vcr: VCR) -> None:
    """Teach a `VCR` object this format; pytest-recording's hook calls it."""
    vcr.register_serializer("yaml", ReadableYaml)
    vcr.register_matcher("same_call", same_call)
    vcr.match_on = ("same_call",)
    vcr.before_record_request = kept_request
    vcr.before_record_response = kept_response


def _readable(call: dict[str, Any], seen: dict[str, Any]) -> dict[str, Any]:
    request, response = dict(call["request"]), dict(call["response"])
    request["body"] = _as_mapping(request["body"])
    if isinstance(request["body"], dict):
        request["body"] = _shared(request["body"], seen)
    reply = _as_mapping(response["body"]["string"])
    response["body"] = {"json": reply} if isinstance(reply, dict) else {"string": reply}
    return {"request": request, "response": response}


def _as_mapping(body: Any) -> Any:
    """The parsed body if writing it again gives the same text, else the body as it is."""
    value = parsed(body) if isinstance(body, str) else None
    lossless = isinstance(value, dict) and json.dumps(value, ensure_ascii=False, separators=(",", ":")) == body
    return value if lossless else body


def _shared(body: dict[str, Any], seen: dict[str, Any]) -> dict[str, Any]:
    """Equal messages and schemas become one object, which YAML writes once and then refers to."""

    def one(value: Any) -> Any:
        return seen.setdefault(json.dumps(value), value)

    shared = dict(body)
    if isinstance(body.get("messages"), list):
        shared["messages"] = [one(message) for message in body["messages"]]
    if "response_format" in body:
        shared["response_format"] = one(body["response_format"])
    return shared


def _playable(call: dict[str, Any]) -> dict[str, Any]:
    request, response = dict(call["request"]), dict(call["response"])
    if isinstance(request["body"], dict):
        request["body"] = compact(request["body"])
    if "json" in response["body"]:
        response["body"] = {"string": compact(response["body"]["json"])}
    return {"request": request, "response": response}


_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Safe dumper with its own way to write text."""


def _text_node(dumper: Any, text: str) -> yaml.ScalarNode:
    node: yaml.ScalarNode = dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)
    return node


_Dumper.add_representer(str, _text_node)
