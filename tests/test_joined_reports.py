"""Reports joined into one text are read as well as each of them alone: what one says does not spill into the next."""

import asyncio
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from extractor.articles import Article, read_articles
from extractor.errors import BadAnswer
from extractor.evaluation.figures import FIGURES
from extractor.evaluation.measuring import Tally, measure
from extractor.gold import read_gold
from extractor.llm import Answer, Request, Usage
from extractor.pipeline import Plan, process
from schemas.gold import Gold, GoldCasualty, GoldClaim, GoldIncident

T = TypeVar("T", bound=BaseModel)
SEEDS = Path(__file__).parents[1] / "seeds"
AT_LEAST = 0.95  # of the figure of the reports apart
TEXTS = {path.stem: path.read_bytes() for path in sorted((SEEDS / "articles").glob("*.txt"))}
GOLD = {name: read_gold(SEEDS / "gold" / f"{name}.json") for name in TEXTS}


class SaysAttack:
    """Takes each attack that it is asked about for one and leaves all else open, so that the grammar's draft stands."""

    async def ask(self, request: Request[T]) -> Answer[T]:
        try:
            return Answer(request.response_model.model_validate({"answer": "attack"}), "", Usage(), 0.0, 1)
        except ValidationError as error:
            raise BadAnswer("nothing else is answered") from error


def test_reports_joined_score_as_apart(tmp_path: Path) -> None:
    apart = _overall(tmp_path / "apart", TEXTS, GOLD)
    joined = _overall(tmp_path / "joined", {"all": b"\n\n".join(TEXTS.values())}, {"all": _together(GOLD)})
    assert apart > 0.5
    assert joined >= AT_LEAST * apart


def _overall(folder: Path, texts: dict[str, bytes], gold: dict[str, Gold]) -> float:
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_bytes(text)
    total = Tally()
    for article in read_articles([str(folder)]):
        assert isinstance(article, Article)
        record = asyncio.run(process(article, SaysAttack(), Plan("none", "stepwise"))).record
        total += measure(gold[article.info.id], record, article.text, None).tally
    return FIGURES["overall"](total) or 0.0


def _together(gold: dict[str, Gold]) -> Gold:
    """The facts of all; incidents are numbered anew, since each report numbers its own from one."""
    first = next(iter(gold.values()))
    return first.model_copy(
        update={
            "incidents": tuple(_incident(name, i) for name, g in gold.items() for i in g.incidents),
            "casualties": tuple(_casualty(name, k) for name, g in gold.items() for k in g.casualties),
            "claims": tuple(_claim(name, c) for name, g in gold.items() for c in g.claims),
            "aggregates": tuple(a for g in gold.values() for a in g.aggregates),
        }
    )


def _incident(report: str, item: GoldIncident) -> GoldIncident:
    return item.model_copy(update={"id": f"{report}:{item.id}"})


def _casualty(report: str, item: GoldCasualty) -> GoldCasualty:
    return item.model_copy(update={"incident": item.incident and f"{report}:{item.incident}"})


def _claim(report: str, item: GoldClaim) -> GoldClaim:
    return item.model_copy(update={"about": tuple(f"{report}:{name}" for name in item.about)})
