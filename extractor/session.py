"""Who answers in a run: a server, a recording, or a model in this process; and what is recorded of it."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from extractor.articles import Article
from extractor.cassette import Manifest, Player, Recorder, recording, replaying
from extractor.config import Settings
from extractor.endpoint import Endpoint, replay_endpoint
from extractor.errors import NoEndpoint, NoRecording, OutOfTime, ServerDown, UsageError
from extractor.llm import Client, OpenAIClient
from extractor.local import serve_local, usual_model
from extractor.pipeline import Outcome, Plan, process
from extractor.prompting import load_prompt
from extractor.transport.traffic import Limits
from schemas.record import ArticleInfo

OPENAI_URL = "https://api.openai.com/v1"

Tape = Recorder | Player

_KNOWN = ("published", "published_basis", "outlet", "title", "url")


@dataclass(frozen=True, slots=True)
class Source:
    """Where answers come from; at most one of `replay` and `local` is set. Fetched models are kept in `models`."""

    replay: Path | None = None
    record: Path | None = None
    local: bool = False
    gguf: Path | None = None
    models: Path = Path("models")


@dataclass(frozen=True, slots=True)
class Session:
    """An open client, how articles are read with it, and the tape under it."""

    client: OpenAIClient
    plan: Plan
    tape: Tape | None


@asynccontextmanager
async def open_session(settings: Settings, source: Source, say: Callable[[str], None]) -> AsyncIterator[Session]:
    """Open the client of a run and close it after; `say` is told of what takes long.

    Raises:
        NoEndpoint: nothing says who is to answer. NoRecording: the folder to replay holds no recording.
    """
    with ExitStack() as stack:
        tape: Tape | None = None
        if source.replay:
            tape = stack.enter_context(replaying(source.replay))
            endpoint, plan = _recorded(tape.manifest)
            _say_ignored(settings, plan, say)
        else:
            if source.local:
                endpoint = stack.enter_context(serve_local(settings.model, source.gguf, source.models, say))
            else:
                endpoint = _server(settings)
            endpoint = _within(endpoint, settings)
            plan = Plan(endpoint.model, strategy_of(settings, source), settings.max_reasks)
            if source.record:
                tape = stack.enter_context(recording(source.record, _manifest(endpoint, plan)))
        client = OpenAIClient(endpoint, say)
        try:
            yield Session(client, plan, tape)
        finally:
            await client.aclose()


def foreseen(settings: Settings, source: Source) -> tuple[Endpoint, Plan]:
    """Who would answer, and how articles would be read, without opening anything.

    Raises:
        NoEndpoint: nothing says who is to answer. UsageError: the run would be recorded or replayed.
    """
    if source.replay or source.record:
        raise UsageError("A recording is played or made whole each time; leave out --dry-run.")
    here = source.local
    endpoint = Endpoint("http://127.0.0.1", "", settings.model or usual_model()) if here else _server(settings)
    return endpoint, Plan(endpoint.model, strategy_of(settings, source), settings.max_reasks)


async def read(article: Article, session: Session, client: Client) -> Outcome:
    """Process an article with a client over that of the session, on its tape where there is one."""
    if session.tape is None:
        return await process(article, client, session.plan)
    with suppress(_NotAnswered), session.tape.for_article(article.info.id, known_of(article)):
        outcome = await process(article, client, session.plan)
        if outcome.record.error and outcome.record.error.kind in (ServerDown.__name__, OutOfTime.__name__):
            raise _NotAnswered
    return outcome


class _NotAnswered(Exception):
    """The server went away in the middle: what it said of this article must not replace a whole recording."""


def known_of(article: Article) -> dict[str, Any]:
    """What a recording keeps of an article beside its calls: facts that its text does not hold."""
    facts = article.info.model_dump(mode="json")
    return {name: facts[name] for name in _KNOWN}


def remembered(article: Article, tape: Tape) -> Article:
    """Under a replay, the article with the recorded facts in place of those it does not carry itself.

    Raises:
        NoRecording: the recorded facts are broken.
    """
    if not isinstance(tape, Player):
        return article
    recorded = tape.manifest.articles.get(article.info.id, {})
    own = {name: value for name, value in known_of(article).items() if value is not None}
    facts = {name: recorded[name] for name in _KNOWN if recorded.get(name) is not None} | own
    try:
        info = ArticleInfo.model_validate_json(json.dumps(article.info.model_dump(mode="json") | facts))
    except ValidationError as error:
        field = error.errors()[0]["loc"][0]
        raise NoRecording(f"article {article.info.id!r}: its recorded {field!r} is broken; record it again.") from None
    return replace(article, info=info)


def _server(settings: Settings) -> Endpoint:
    if not settings.base_url and not settings.api_key:
        raise NoEndpoint(
            "No server is named: give --base-url and --model, set OPENAI_API_KEY, use --local, or --replay a recording."
        )
    if not settings.model:
        raise NoEndpoint("No model is named: give --model or set EXTRACTOR_MODEL.")
    return Endpoint(
        base_url=settings.base_url or OPENAI_URL,
        api_key=settings.api_key.get_secret_value() if settings.api_key else "",
        model=settings.model,
        max_attempts=settings.max_attempts,
    )


def _within(endpoint: Endpoint, settings: Settings) -> Endpoint:
    """The endpoint with the limits of the run; they change no answer."""
    return replace(
        endpoint,
        timeout_seconds=settings.timeout_seconds,
        article_seconds=settings.article_seconds,
        limits=Limits(settings.jobs, settings.rpm, settings.outage_seconds),
    )


def strategy_of(settings: Settings, source: Source) -> str:
    """What the settings say of this model; else short questions for small models, and `--local` names a small one."""
    if settings.strategy != "auto":
        return settings.strategy
    return "stepwise" if source.local else "single"


def _say_ignored(settings: Settings, plan: Plan, say: Callable[[str], None]) -> None:
    """A replay is of the run that was recorded: what is set otherwise does not count, and one line says so."""
    given = settings.model_dump(include={"model", "strategy", "max_reasks"}, exclude_unset=True)
    if other := [f"{name} {value}" for name, value in given.items() if value != getattr(plan, name)]:
        recorded = f"{plan.model}, {plan.strategy}, max_reasks {plan.max_reasks}"
        say(f"note: the recording is of {recorded}; {', '.join(other)} does not count in a replay.")


def _manifest(endpoint: Endpoint, plan: Plan) -> Manifest:
    prompt = load_prompt(plan.strategy)
    parameters: Mapping[str, Any] = endpoint.parameters()
    return Manifest(endpoint.model, parameters, f"{prompt.id}/{plan.max_reasks}")


def _recorded(manifest: Manifest) -> tuple[Endpoint, Plan]:
    strategy, _, reasks = manifest.prompt.partition("/")
    if strategy not in ("single", "stepwise") or not reasks.isdecimal():
        raise NoRecording(f"The recording is of an unknown prompt, {manifest.prompt!r}; record it again.")
    return replay_endpoint(manifest.model, manifest.parameters), Plan(manifest.model, strategy, int(reasks))
