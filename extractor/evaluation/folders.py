"""A folder of records measured against a folder of gold, article by article."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from extractor import store
from extractor.batch.ledger import read_ledger
from extractor.errors import StoreError
from extractor.evaluation.figures import FIGURES, Difference, Estimate
from extractor.evaluation.measuring import Measured, Miss, measure
from extractor.gold import read_gold


def measure_folder(records: Path, gold: Path) -> list[Measured]:
    """Every article that gold holds, in order of its file; a record that is not there counts as an empty one.

    Raises:
        StoreError: there is no gold or no record of it, or a file of either cannot be read.
    """
    with read_ledger(records) as ledger:
        runs = ledger.runs() if ledger else {}
    measured = []
    files = sorted(gold.glob("*.json"))
    if not files:
        raise StoreError(f"{gold} holds no gold; name a folder with a JSON file an article.")
    if not {file.name for file in store.record_paths(records)} & {file.name for file in files}:
        raise StoreError(f"{records} holds no record of the articles in {gold}; their files have the same names.")
    for file in files:
        path = records / file.name
        record = store.load_record(path) if path.exists() else None
        text = store.load_text(path, record.article) if record else ""
        measured.append(measure(read_gold(file), record, text, runs.get(file.stem)))
    return measured


def evaluation_data(
    measured: Sequence[Measured], figures: Mapping[str, Estimate], against: Mapping[str, Difference] | None
) -> dict[str, Any]:
    """The figures, the same by article, and every miss, as plain data."""
    return {
        "figures": {name: asdict(estimate) for name, estimate in figures.items()},
        "against": {name: asdict(less) for name, less in against.items()} if against else None,
        "articles": {
            each.article: {
                "figures": {name: figure(each.tally) for name, figure in FIGURES.items()},
                "misses": [_miss(miss) for miss in each.misses],
            }
            for each in measured
        },
    }


def _miss(miss: Miss) -> dict[str, Any]:
    state = miss.state.value if miss.state else None
    fact = miss.fact.model_dump(mode="json")
    return {"kind": miss.kind, "what": miss.what, "state": state, "fact": fact, "sentence": miss.sentence}
