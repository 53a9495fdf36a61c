"""The packaged tables say where they come from, and nothing stands in them that no code reads."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DATA = Path(str(files("extractor.arabic").joinpath("data")))
TEXTS = sorted(path for path in DATA.iterdir() if path.suffix in {".yaml", ".tsv", ".txt"})
CODE = "".join(path.read_text("utf-8") for name in ("extractor", "tools") for path in (ROOT / name).rglob("*.py"))
READ = frozenset(re.findall(r'"(?:\w+\.)?(\w+)"', CODE))


def head(path: Path) -> str:
    lines = path.read_text("utf-8").splitlines()
    return "\n".join(line for line in lines[:30] if line.startswith("#"))


def classes() -> Iterator[tuple[str, str]]:
    """Word classes by the table that holds them: top-level keys of a lexicon, values of the column `class`."""
    for path in TEXTS:
        if path.suffix == ".yaml":
            data = yaml.safe_load(path.read_text("utf-8"))
            yield from ((path.name, name) for name in {**data, **data.get("classes", {})})
        elif path.name == "number_context.tsv":
            rows = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
            yield from ((path.name, name) for name in dict.fromkeys(row.split("\t")[0] for row in rows[1:]))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_a_table_names_its_source_and_licence(path: Path) -> None:
    assert re.search(r"(?i)source|compilation|compiled|written (?:by|for)", head(path))
    assert re.search(r"(?i)licen[cs]e|apache", head(path))


@pytest.mark.parametrize(("table", "name"), tuple(classes()), ids=lambda value: value)
def test_a_word_class_is_read(table: str, name: str) -> None:
    assert name in READ
