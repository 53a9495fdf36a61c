"""What a run would do and cost, without asking anybody: `extractor run --dry-run`."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from extractor import store
from extractor.articles import Article
from extractor.batch.budget import cost_of
from extractor.batch.current import Keys, Need, keys_of
from extractor.batch.deriving import need_of
from extractor.batch.job import Job
from extractor.batch.ledger import read_ledger
from extractor.batch.ledger_rows import Entry, Figures
from extractor.llm import Usage
from extractor.pipeline import Plan
from extractor.prompting import question_messages, single_messages
from extractor.session import foreseen

_CHARACTERS_A_TOKEN = 2.4  # of Arabic, as small open models count; others take fewer tokens
_CALLS = {"single": 1.0, "stepwise": 8.0}  # of an article, without second questions: the mean of the seed articles
_ANSWERED = {"single": 0.5, "stepwise": 0.05}  # tokens of answers for a token of the article


@dataclass(slots=True)
class Forecast:
    """Articles by what they need, and what the model would take for them; `guessed` without figures of this model.

    `failed` ones stay as they are until `extractor retry`; `cost` is null where no price is known.
    """

    model: str
    strategy: str
    needs: Counter[Need] = field(default_factory=Counter)
    failed: int = 0
    unreadable: int = 0
    characters: int = 0
    usage: Usage = field(default_factory=Usage)
    cost: float | None = None
    guessed: bool = False


def plan_run(job: Job) -> Forecast:
    """Read every article and look into the ledger.

    Raises:
        UsageError: nothing says who would answer. StoreError: the ledger cannot be read.
    """
    endpoint, plan = foreseen(job.settings, job.source)
    forecast = Forecast(plan.model, plan.strategy)
    with read_ledger(job.out) as ledger:
        for article in job.articles:
            if isinstance(article, Article):
                keys = keys_of(article, plan, endpoint.parameters())
                _add(forecast, article, keys, ledger.entry(article.info.id) if ledger else None, job.out)
            else:
                forecast.unreadable += 1
        figures = ledger.figures(plan.model, plan.strategy) if ledger else Figures(0, 0, 0, 0)
    _estimate(forecast, plan, figures)
    price = job.prices.get(plan.model)
    forecast.cost = cost_of(forecast.usage, price) if price else None
    return forecast


def _add(forecast: Forecast, article: Article, keys: Keys, entry: Entry | None, out: Path) -> None:
    need = need_of(store.record_path(out, article.info.id), keys, entry, again=False)
    if need is Need.NOTHING and entry and entry.status == "failed":
        forecast.failed += 1
        return
    forecast.needs[need] += 1
    forecast.characters += article.info.length if need is Need.MODEL else 0


def _estimate(forecast: Forecast, plan: Plan, known: Figures) -> None:
    """Fill in the tokens: as the model took them so far for as many characters, else a guess from what is sent."""
    articles, characters = forecast.needs[Need.MODEL], forecast.characters
    if known.characters:
        share = characters / known.characters
        tokens = (known.prompt_tokens, known.completion_tokens, known.cached_tokens)
        forecast.usage = Usage(*(round(share * count) for count in tokens))
        return
    sent = single_messages([]) if plan.strategy == "single" else question_messages([], "")
    fixed = sum(len(message["content"]) for message in sent)
    prompt = _CALLS[plan.strategy] * (articles * fixed + characters) / _CHARACTERS_A_TOKEN
    answers = _ANSWERED[plan.strategy] * characters / _CHARACTERS_A_TOKEN
    forecast.usage, forecast.guessed = Usage(round(prompt), round(answers)), True
