"""The docs say what the code does: no command, option, setting, rule, error, module or value without its line."""

import re
import tomllib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest
import typer
from typer.core import TyperCommand

from extractor import errors
from extractor.cli import app
from extractor.config import Settings
from extractor.validators.rules import ALL
from schemas import aggregate, casualty, claim, incident, quantity, record, state, when

ROOT = Path(__file__).parent.parent
DOCS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md")), ROOT / "seeds" / "README.md"]
COMMANDS: dict[str, TyperCommand] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def doc(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def sections(text: str, head: str) -> dict[str, str]:
    """The text below each heading of one level, by the code word in the heading."""
    parts = re.split(rf"^{head} ", text, flags=re.MULTILINE)[1:]
    return {found.group(1): part for part in parts if (found := re.match(r"`(?:extractor )?([\w.-]+)", part))}


def options(command: TyperCommand) -> Iterator[str]:
    for parameter in command.params:
        if parameter.param_type_name == "option":
            yield from parameter.opts


COMMAND_DOCS = sections(doc("docs/commands.md"), "##")


def test_commands_are_those_of_the_tool() -> None:
    assert set(COMMAND_DOCS) == set(COMMANDS)
    assert all(f"`extractor {name}" in doc("README.md") for name in COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_options_are_those_of_the_command(name: str) -> None:
    table = [line.split(" | ")[0] for line in COMMAND_DOCS[name].splitlines() if line.startswith("| `-")]
    documented = re.findall(r"(?<![\w-])--?[a-z][\w-]*", "\n".join(table))
    assert sorted(documented) == sorted(set(options(COMMANDS[name])) - {"--help"})


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_setting_has_its_variable_and_default(name: str) -> None:
    default = Settings.model_fields[name].default
    row = next(line for line in doc("docs/commands.md").splitlines() if line.startswith(f"| `{name}` |"))
    assert f"`EXTRACTOR_{name.upper()}`" in row
    assert default is None or f"| `{default}` |" in row


def test_rules_are_those_of_the_code() -> None:
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "extractor" / "drafting").glob("*.py"))
    drafting = set(re.findall(r'"(drafting\.\w+)"', sources))
    documented = sections(doc("docs/rules.md"), "###")
    assert drafting
    assert set(documented) == {rule.name for rule in ALL} | drafting
    assert all("Level `" in text for text in documented.values())


@pytest.mark.parametrize("rule", [rule.name for rule in ALL])
def test_rule_says_what_it_catches_and_what_it_lets_pass(rule: str) -> None:
    text = sections(doc("docs/rules.md"), "###")[rule]
    assert "- Catches: " in text
    assert "- Lets pass: " in text


def test_exit_codes_are_those_of_the_errors() -> None:
    classes = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.ExtractorError)]
    documented = re.findall(r"^\| (\d+) \| `(\w+)` \|", doc("docs/errors.md"), flags=re.MULTILINE)
    assert sorted(documented) == sorted((str(each.exit_code), each.__name__) for each in classes)
    short = doc("README.md").split("## Exit codes")[1].split("##")[0]
    assert all(re.search(rf"(?<!\d){each.exit_code} ", short) for each in classes)


def test_every_dependency_has_its_reason() -> None:
    extras = PROJECT["optional-dependencies"]
    asked = [*PROJECT["dependencies"], *(line for lines in extras.values() for line in lines)]
    names = {re.split(r"[\[<>=]", line)[0] for line in asked} - {PROJECT["name"]}
    ours, _, benches = doc("docs/dependencies.md").partition("## For the benches")
    assert packages(ours) == names | {"hatchling"}
    assert packages(benches) >= {path.stem for path in (ROOT / "bench" / "grounding" / "requirements").iterdir()}


def packages(text: str) -> set[str]:
    rows = re.findall(r"^\| ([\w, -]+?) \|", text, flags=re.MULTILINE)
    return {name for row in rows for name in row.split(", ")} - {"package"}


def test_architecture_names_every_module() -> None:
    text = doc("docs/architecture.md")
    source = ROOT / "extractor"
    modules = {p.stem for p in source.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}
    modules |= {
        p.stem for name in ("arabic", "drafting", "evaluation", "selftest") for p in (source / name).glob("*.py")
    }
    assert {name for name in modules - {"__init__"} if not re.search(rf"\b{name}\b", text)} == set()


def test_architecture_shows_the_layers_that_are_held() -> None:
    held = re.search(r"^layers =\n((?:    .*\n)+)", (ROOT / ".importlinter").read_text("utf-8"), flags=re.MULTILINE)
    assert held
    shown = [line.strip().replace(" | ", " · ") for line in held[1].splitlines()]
    assert "\n".join(["```", *shown, "```"]) in doc("docs/architecture.md")


ENUMS: list[type[StrEnum]] = [
    each
    for module in (aggregate, casualty, claim, incident, quantity, record, state, when)
    for each in vars(module).values()
    if isinstance(each, type)
    and issubclass(each, StrEnum)
    and each is not StrEnum
    and each.__module__ == module.__name__
]


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_glossary_explains_every_value(enum: type[StrEnum]) -> None:
    explained = set(re.findall(r"`([a-z_]+)`", doc("docs/glossary.md")))
    assert {each.value for each in enum} <= explained


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8"))
    assert [link for link in links if "://" not in link and not (path.parent / link).exists()] == []


def test_make_targets_are_explained_and_exist() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", doc("Makefile"), flags=re.MULTILINE)
    assert phony
    targets = set(phony[1].split())
    assert targets == set(re.findall(r"^# make (\w+) ", doc("Makefile"), flags=re.MULTILINE))
    told = {name for path in DOCS for name in re.findall(r"(?:^|`)make (\w+)", path.read_text("utf-8"), re.MULTILINE)}
    assert {"run", "test"} <= told <= targets
