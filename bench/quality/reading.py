"""Does the model do the reading? Records with its answers, beside none, beside random ones, beside another model's.

python -m bench.quality.reading GOLD ARTICLES [GOLD ARTICLES …] (--records FOLDER | --replay FOLDER | --base-url URL
--model NAME) [--other-records FOLDER | --other-replay FOLDER | --other-base-url URL --other-model NAME]

All readers answer the same pipeline with today's rules. Stored and recorded answers cost nothing to read again.
"""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from rich.table import Table

from bench.quality.falls import fall
from bench.quality.guessing import Guesser, Silent
from bench.quality.table import ROWS
from bench.quality.texts import Text, add_folders, texts
from extractor import store
from extractor.arabic.scan import scan
from extractor.articles import Article
from extractor.batch.flight import run_batch
from extractor.config import load_settings
from extractor.display.terminal import console
from extractor.drafting.candidates import ruled_out, specific
from extractor.drafting.grammar import draft_by_grammar
from extractor.drafting.repeats import merged
from extractor.errors import ExtractorError, UsageError
from extractor.evaluation.figures import FIGURES
from extractor.evaluation.measuring import Tally, measure
from extractor.llm import Client
from extractor.pipeline import Outcome, Plan, check_again, process, rederive
from extractor.session import Session, Source, open_session, read, remembered
from schemas.items import KINDS
from schemas.record import Record, RecordStatus

SHOWN = {row: name for row, name in ROWS.items() if "tokens" not in row and row != "seconds"}
Tallies = Sequence[Tally]


@dataclass(frozen=True)
class Answers:
    """Where a model's answers come from: stored with records, recorded, or a server."""

    records: Path | None
    replay: Path | None
    base_url: str | None
    model: str | None

    def __bool__(self) -> bool:
        return any((self.records, self.replay, self.base_url))


def main() -> None:
    """Parse, read, print."""
    options = _options()
    try:
        found = texts(options.folders, options.only)
        readers = asyncio.run(_readers(found, options))
    except (ExtractorError, ValueError) as error:
        sys.exit(f"error: {error}")
    data = as_json([text.id for text in found], readers)
    if options.json:
        print(json.dumps(data, ensure_ascii=False))
    else:
        for table in _tables(data):
            console().print(table)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench.quality.reading", description=__doc__)
    add_folders(parser)
    for before, whose in (("", "the model"), ("other-", "another model")):
        parser.add_argument(f"--{before}records", type=Path, metavar="FOLDER", help=f"stored answers of {whose}")
        parser.add_argument(f"--{before}replay", type=Path, metavar="FOLDER", help=f"recorded answers of {whose}")
        parser.add_argument(f"--{before}base-url", metavar="URL", help=f"the server of {whose}")
        parser.add_argument(f"--{before}model", metavar="NAME", help=f"the name of {whose}")
    parser.add_argument("--draws", type=int, default=5, metavar="N", help="random readers (5)")
    parser.add_argument("--json", action="store_true", help="all figures as one JSON object")
    return parser.parse_args()


async def _readers(found: Sequence[Text], options: argparse.Namespace) -> dict[str, list[Tallies]]:
    """What each reader gives, article by article; the random one several times."""
    model = Answers(options.records, options.replay, options.base_url, options.model)
    other = Answers(options.other_records, options.other_replay, options.other_base_url, options.other_model)
    if not model:
        raise UsageError("say whose answers: --records, --replay, or --base-url and --model.")
    readers = {
        "model": [_tallies(found, await _answered(found, model))],
        "no answers": [_tallies(found, [await unanswered(text) for text in found])],
        "random": [_tallies(found, await _guessed(found, Guesser(seed))) for seed in range(options.draws)],
    }
    return readers | ({"other model": [_tallies(found, await _answered(found, other))]} if other else {})


def _tallies(found: Sequence[Text], records: Sequence[Record]) -> Tallies:
    return [
        measure(text.gold, record, text.article.text, None).tally for text, record in zip(found, records, strict=True)
    ]


async def _answered(found: Sequence[Text], answers: Answers) -> list[Record]:
    if answers.records:
        return [await derived(text, answers.records) for text in found]
    flags = {"base_url": answers.base_url, "model": answers.model, "strategy": "stepwise"}
    settings = load_settings(flags, os.environ, None)
    records: dict[str, Record] = {}
    async with (
        open_session(settings, Source(replay=answers.replay), _say) as session,
        aclosing(run_batch([text.article for text in found], partial(_read, session), 1)) as results,
    ):
        async for result in results:
            if isinstance(result, ExtractorError):
                raise result
            records[result[0].info.id] = result[1].record
            _say(f"{result[0].info.id}: {result[1].seconds:.0f} s")
    return [records[text.id] for text in found]


async def _read(session: Session, article: Article) -> tuple[Article, Outcome]:
    article = remembered(article, session.tape) if session.tape is not None else article
    return article, await read(article, session, session.client)


async def derived(text: Text, folder: Path) -> Record:
    """The record of the stored answers; where it is not the stored one, rules or questions have changed since.

    A stored failure stays one: it has no answers.
    """
    path = store.record_path(folder, text.id)
    stored = store.load_record(path)
    if stored.error:
        return stored
    draft = store.load_draft(path)
    plan = Plan(draft["model"], draft["strategy"], draft.get("max_reasks", len(draft["calls"])))
    record, _ = await rederive(text.article, draft, plan)
    if record != stored:
        _say(f"note: {text.id} was made with other rules or questions; its answers may no longer fit.")
    return record


async def unanswered(text: Text) -> Record:
    """What code alone gives. The pipeline refuses an article that no answer came for; its grammar is checked then."""
    record = await _processed(text, Silent())
    if record.error is None:
        return record
    seen = scan(text.article.text, text.article.info.published)
    items = merged(draft_by_grammar(seen, [g for g in seen.attacks if specific(g) and not ruled_out(g)]))
    lists = {kind: list(getattr(items, kind)) for kind in KINDS}
    whole = record.model_copy(update=lists | {"error": None, "status": RecordStatus.REVIEW})
    return check_again(whole, text.article.text)


async def _guessed(found: Sequence[Text], client: Guesser) -> list[Record]:
    return [await _processed(text, client) for text in found]


async def _processed(text: Text, client: Client) -> Record:
    return (await process(text.article, client, Plan("nobody", "stepwise"))).record


def as_json(articles: Sequence[str], readers: Mapping[str, Sequence[Tallies]]) -> dict[str, Any]:
    """By reader: every figure (of several draws the mean), `overall` by article; and how far each falls."""
    (model,) = readers["model"]
    falls = {reader: draws for reader, draws in readers.items() if reader != "model"}
    return {
        "readers": {
            reader: {
                "figures": {name: _mean([sum(draw, Tally()) for draw in draws], name) for name in SHOWN.values()},
                "overall": {
                    article: _mean([draw[n] for draw in draws], "overall") for n, article in enumerate(articles)
                },
            }
            for reader, draws in readers.items()
        },
        "model_less": {
            reader: {name: asdict(fall(model, draws, FIGURES[name])) for name in SHOWN.values()}
            for reader, draws in falls.items()
        },
    }


def _mean(tallies: Sequence[Tally], name: str) -> float | None:
    known = [value for tally in tallies if (value := FIGURES[name](tally)) is not None]
    return sum(known) / len(known) if known else None


def _tables(data: Mapping[str, Any]) -> list[Table]:
    readers, falls = data["readers"], data["model_less"]
    figures = _table(f"{len(readers['model']['overall'])} articles", *readers)
    for row, name in SHOWN.items():
        figures.add_row(row, *(_shown(each["figures"][name]) for each in readers.values()))
    articles = _table("overall by article", *readers)
    for article in readers["model"]["overall"]:
        articles.add_row(article, *(_shown(each["overall"][article]) for each in readers.values()))
    less = _table("model less …", "figure", "mean", "95 %", "above 0")
    for reader, each in falls.items():
        for row in ("overall", "casualty all three", "incident role"):
            fallen = each[SHOWN[row]]
            between = f"{_shown(fallen['low'])}…{_shown(fallen['high'])}"
            less.add_row(reader, row, _shown(fallen["value"]), between, _shown(fallen["above"]))
    return [figures, articles, less]


def _table(*heads: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for number, head in enumerate(heads):
        table.add_column(head, justify="right" if number else "left", overflow="fold")
    return table


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
