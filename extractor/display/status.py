"""The ledger of a folder, and what a run would do, for a terminal."""

from rich.console import Group, RenderableType
from rich.text import Text

from extractor.batch.current import Need
from extractor.batch.planning import Forecast
from extractor.batch.status import Status
from extractor.display.terminal import plain, visible


def render_status(status: Status) -> RenderableType:
    """Counts and cost on a line each, then the articles that failed or are open."""
    articles = ", ".join(f"{count:,} {name}" for name, count in status.articles.items()) or "no article"
    tokens = f"{status.prompt_tokens:,} tokens of prompts ({status.cached_tokens:,} cached)"
    lost = f", {status.lost_tokens:,} that the server did not count" if status.lost_tokens else ""
    lines = [articles, f"{status.calls:,} calls, {tokens}, {status.completion_tokens:,} of answers{lost}"]
    lines += [f"failed {plain(name)}: {plain(why)}" for name, why in status.failed.items()]
    lines += [f"open   {plain(name)}" for name in status.open]
    return _lines(lines)


def render_plan(plan: Forecast) -> RenderableType:
    """What would be done, and what the model would take for it."""
    asked, usage = plan.needs[Need.MODEL], plan.usage
    lines = [
        f"{asked:,} articles to ask {visible(plan.model)} about ({plan.strategy}), {plan.characters:,} characters",
        f"{plan.needs[Need.RULES]:,} to derive again, without a call",
        f"{plan.needs[Need.NOTHING]:,} stand already",
    ]
    if plan.failed:
        lines.append(f"{plan.failed:,} failed before; extractor retry takes them again")
    if plan.unreadable:
        lines.append(f"{plan.unreadable:,} cannot be read")
    if asked:
        basis = "a guess, no figures of this model yet" if plan.guessed else "as for the articles it has read"
        cost = "no price is known" if plan.cost is None else f"cost about {plan.cost:.2f}"
        tokens = f"{usage.prompt_tokens:,} tokens of prompts, {usage.completion_tokens:,} of answers"
        lines.append(f"about {tokens} ({basis}); {cost}")
    return _lines(lines)


def _lines(lines: list[str]) -> RenderableType:
    return Group(*(Text(line) for line in lines))
