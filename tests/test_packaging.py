"""What is shipped: our own prompts, with examples that pass our own grounding, and requirements that pin everything."""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import prompts
from extractor.grounding import ground
from extractor.prompting import load_prompt
from schemas.draft import Draft

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
SINGLE = load_prompt("single").examples
STEPWISE = load_prompt("stepwise").examples

POINTERS_AND_LABELS = {
    "s",
    "kind",
    "role",
    "harm",
    "status",
    "group",
    "incident",
    "cumulative",
    "act",
    "about",
    "metric",
}


def pins(path: Path) -> dict[str, str]:
    """The text of each pinned package by its name: version, markers, hashes."""
    found = re.split(r"^(?=[A-Za-z0-9])", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return {text.partition("==")[0]: text for text in found}


def name_of(requirement: str) -> str:
    return re.split(r"[\[<>=; ]", requirement)[0]


def phrases(example: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each phrase of a worked answer with the sentence it points at."""
    for items in example["answer"].values():
        for item in items:
            for key in item.keys() - POINTERS_AND_LABELS:
                value = item[key] if isinstance(item[key], list) else [item[key]]
                yield from ((words, example["sentences"][item["s"]]) for words in value if words is not None)


def test_prompts_are_ours() -> None:
    assert PROJECT["name"] == prompts.PROMPTS_OF


@pytest.mark.parametrize("package", ["extractor", "schemas", "prompts"])
def test_package_says_that_it_is_typed(package: str) -> None:
    assert files(package).joinpath("py.typed").is_file()


@pytest.mark.parametrize("example", SINGLE, ids=lambda example: next(iter(example["sentences"].values()))[:20])
def test_worked_answer_fits_the_draft_and_its_sentences(example: dict[str, Any]) -> None:
    draft = Draft.model_validate(example["answer"])
    numbers = {*range(len(draft.incidents) + 1)}
    assert {k.incident for k in draft.casualties} | {n for c in draft.claims for n in c.about} <= numbers
    assert set(example["answer"]) == set(Draft.model_fields)


@pytest.mark.parametrize(("words", "sentence"), [pair for example in SINGLE for pair in phrases(example)])
def test_phrase_of_a_worked_answer_stands_in_its_sentence(words: str, sentence: str) -> None:
    found = ground(words, sentence)
    assert found
    assert sentence[found.start : found.end] == words


def offered(question: str) -> set[str]:
    """The answers that a question allows: the numbers it lists, else those that the system text explains."""
    numbers = re.findall(r"(\d+): «", question)
    if numbers:
        return {*numbers, "none"}
    explained = re.split(r"^(?=[A-Z]+ asks)", load_prompt("stepwise").system, flags=re.MULTILINE)
    asked = next(part for part in explained if part.startswith(question.split()[0]))
    return set(re.findall(r"^- (\w+):", asked, flags=re.MULTILINE))


@pytest.mark.parametrize(
    "example", STEPWISE, ids=lambda example: f"{example['question'].split()[0]}-{example['answer']}"
)
def test_question_quotes_its_sentence_and_gets_an_answer_that_is_offered(example: dict[str, str]) -> None:
    for words in [example["words"], *re.findall("«(.+?)»", example["question"])]:
        found = ground(words, example["sentence"])
        assert found
        assert found.folds == ()
    assert example["answer"] in offered(example["question"])


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.stem)
def test_requirements_are_hashed_and_name_no_address(path: Path) -> None:
    assert all("--hash=sha256:" in text for text in pins(path).values())
    text = path.read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^--?[a-z]", text, flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("lock", "asked"),
    [
        ("run", [*PROJECT["dependencies"], *(PROJECT["optional-dependencies"][e][0] for e in ("html", "xlsx"))]),
        ("local", PROJECT["optional-dependencies"]["local"]),
        ("dev", [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"][1:]]),
    ],
)
def test_everything_asked_for_is_pinned(lock: str, asked: list[str]) -> None:
    assert {name_of(requirement) for requirement in asked} <= set(pins(ROOT / "requirements" / f"{lock}.txt"))


def test_tests_run_with_the_packages_that_users_get() -> None:
    users, developers = pins(ROOT / "requirements" / "run.txt"), pins(ROOT / "requirements" / "dev.txt")
    assert {name: text.split()[0] for name, text in users.items()}.items() <= {
        name: text.split()[0] for name, text in developers.items()
    }.items()


def test_changelog_has_the_version() -> None:
    assert f"## [{PROJECT['version']}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")
