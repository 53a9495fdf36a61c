"""Settings: which source wins, and what is said of a wrong key or value."""

import json
from pathlib import Path

import pytest
from command_line import extractor
from hypothesis import given
from hypothesis import strategies as st

from extractor.batch.job import Job
from extractor.config import Settings, load_settings
from extractor.errors import UsageError
from extractor.session import Source, strategy_of


def toml(folder: Path, content: str) -> Path:
    path = folder / "extractor.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_nothing_given_leaves_the_defaults() -> None:
    assert load_settings({}, {}, None) == Settings()


@pytest.mark.parametrize(
    ("flags", "environ", "content", "model"),
    [
        ({"model": "flag"}, {"EXTRACTOR_MODEL": "env"}, "model = 'file'", "flag"),
        ({"model": None}, {"EXTRACTOR_MODEL": "env"}, "model = 'file'", "env"),
        ({}, {"EXTRACTOR_MODEL": ""}, "model = 'file'", "file"),
        ({}, {"MODEL": "other"}, "", None),
    ],
    ids=["flag", "environment", "file", "none"],
)
def test_flags_over_environment_over_file(
    tmp_path: Path, flags: dict[str, object], environ: dict[str, str], content: str, model: str | None
) -> None:
    assert load_settings(flags, environ, toml(tmp_path, content)).model == model


def test_the_tools_own_variables_go_over_the_shared_ones() -> None:
    environ = {"OPENAI_API_KEY": "a", "OPENAI_BASE_URL": "http://a/v1", "EXTRACTOR_BASE_URL": "https://b/v1"}
    settings = load_settings({}, environ, None)
    assert settings.api_key is not None
    assert (settings.api_key.get_secret_value(), settings.base_url) == ("a", "https://b/v1")


def test_every_field_has_a_variable() -> None:
    values = {"model": "m", "base_url": "http://h/v1", "api_key": "k", "strategy": "single", "timeout_seconds": "1.5"}
    values |= {"max_reasks": "2", "jobs": "3", "max_attempts": "5", "max_chars": "7"}
    values |= {"max_tokens": "8", "max_cost": "0.5", "rpm": "9", "article_seconds": "2.5", "outage_seconds": "0"}
    assert values.keys() == Settings.model_fields.keys()
    settings = load_settings({}, {f"EXTRACTOR_{key.upper()}": value for key, value in values.items()}, None)
    assert all(getattr(settings, key) != getattr(Settings(), key) for key in values)


def test_the_key_is_never_printed() -> None:
    settings = load_settings({}, {"OPENAI_API_KEY": "sk-very-secret"}, None)
    assert "very-secret" not in f"{settings!r} {settings} {settings.model_dump()}"


@pytest.mark.parametrize(
    ("flags", "environ", "content", "sentence"),
    [
        ({"strategy": "best"}, {}, "", "--strategy is not valid: input should be 'auto', 'single' or 'stepwise'."),
        ({"max_reasks": -1}, {}, "", "--max-reasks is not valid: input should be greater than or equal to 0."),
        ({"base_url": "localhost:8000"}, {}, "", "--base-url is no address like http://localhost:8000/v1."),
        ({}, {"OPENAI_BASE_URL": "x"}, "", "OPENAI_BASE_URL is no address like http://localhost:8000/v1."),
        ({}, {"EXTRACTOR_JOBS": "many"}, "", "EXTRACTOR_JOBS is not valid: input should be a valid integer"),
        ({}, {"EXTRACTOR_TIMEOUT_SECONDS": "nan"}, "", "EXTRACTOR_TIMEOUT_SECONDS is not valid: "),
        ({}, {}, "jobs = 0", "extractor.toml: jobs is not valid: input should be greater than or equal to 1."),
        ({}, {}, "mdoel = 'x'", "extractor.toml: mdoel is no setting; the settings are model, base_url, api_key"),
        ({}, {}, "[run]\njobs = 1", "extractor.toml: run is no setting;"),
        ({}, {}, "[models.m]\njobs = 1", "extractor.toml: models.m.jobs is no setting of a model; these are strategy,"),
        (
            {},
            {},
            "[models.q2.5-b]\njobs = 1",
            'models.q2.5-b is a table; put the whole name in quotes, like [models."q2.',
        ),
        ({}, {}, "models = 1", "extractor.toml: models is no table of models like"),
        ({}, {}, "model = 'm'\n[models.m]\nstrategy = 'x'", "extractor.toml: models.m.strategy is not valid: input"),
        ({}, {}, "jobs = ", "extractor.toml is no TOML: Invalid value"),
    ],
    ids=[
        "choice",
        "range",
        "address",
        "shared",
        "word",
        "nan",
        "file value",
        "file key",
        "file table",
        "model key",
        "dots without quotes",
        "no tables",
        "model value",
        "no toml",
    ],
)
def test_a_wrong_value_is_named_with_its_place(
    tmp_path: Path, flags: dict[str, object], environ: dict[str, str], content: str, sentence: str
) -> None:
    with pytest.raises(UsageError) as raised:
        load_settings(flags, environ, toml(tmp_path, content))
    assert sentence in str(raised.value)


TABLES = """
max_reasks = 5
strategy = "single"
[models."small-1.5b"]
strategy = "stepwise"
max_reasks = 0
base_url = "http://small/v1"
[models.strong]
max_reasks = 2
"""
BY_MODEL: dict[str, tuple[dict[str, object], dict[str, str], str | None, tuple[str, int, str | None]]] = {
    "its table": ({"model": "small-1.5b"}, {}, None, ("stepwise", 0, "http://small/v1")),
    "part of it": ({"model": "strong"}, {}, None, ("single", 2, None)),
    "no table": ({"model": "other"}, {}, None, ("single", 5, None)),
    "named by a variable": ({}, {"EXTRACTOR_MODEL": "small-1.5b"}, None, ("stepwise", 0, "http://small/v1")),
    "the usual one": ({}, {}, "small-1.5b", ("stepwise", 0, "http://small/v1")),
    "another than the usual one": ({"model": "strong"}, {}, "small-1.5b", ("single", 2, None)),
    "auto takes it": ({"model": "small-1.5b", "strategy": "auto"}, {}, None, ("stepwise", 0, "http://small/v1")),
    "a flag goes over it": ({"model": "small-1.5b", "strategy": "single"}, {}, None, ("single", 0, "http://small/v1")),
    "a variable goes over it": (
        {"model": "small-1.5b"}, {"EXTRACTOR_MAX_REASKS": "3"}, None, ("stepwise", 3, "http://small/v1"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("flags", "environ", "usual", "expected"), BY_MODEL.values(), ids=BY_MODEL)
def test_a_model_has_its_own_settings(
    tmp_path: Path, flags: dict[str, object], environ: dict[str, str], usual: str | None,
    expected: tuple[str, int, str | None],
) -> None:  # fmt: skip
    found = load_settings(flags, environ, toml(tmp_path, TABLES), usual)
    assert (found.strategy, found.max_reasks, found.base_url) == expected


@pytest.mark.parametrize(
    "name", ["org/model:7b-q4.1", "a 'quoted' name", 'a "quoted" name', "نموذج", "model", "models.m"]
)
def test_any_name_can_have_a_table(tmp_path: Path, name: str) -> None:
    content = f"[models.{json.dumps(name)}]\nstrategy = 'stepwise'"
    assert load_settings({"model": name}, {}, toml(tmp_path, content)).strategy == "stepwise"


@pytest.mark.parametrize(
    ("arguments", "strategy"),
    [
        (("--gguf", "tiny.q4.gguf"), "stepwise"),
        (("--gguf", "tiny.q4.gguf", "--model", "strong"), "stepwise"),
        (("--gguf", "tiny.q4.gguf", "--strategy", "single"), "single"),
        (("--model", "strong"), "single"),
        ((), "auto"),
    ],
    ids=["the file", "a name beside it", "a flag", "a name", "the file of settings names another"],
)
def test_a_model_file_has_the_table_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], strategy: str
) -> None:
    """It is the model that runs, whatever else is named."""
    jobs: list[Job] = []

    async def kept(job: Job) -> int:
        jobs.append(job)
        return 0

    monkeypatch.setattr("extractor.cli_run.run", kept)
    toml(tmp_path, "model='x'\n[models.'tiny.q4']\nstrategy='stepwise'\n[models.strong]\nstrategy='single'")
    assert extractor(tmp_path, "run", "in", *arguments).code == 0
    assert jobs[0].settings.strategy == strategy


@pytest.mark.parametrize(("local", "expected"), [(True, "stepwise"), (False, "single")], ids=["local", "server"])
def test_auto_without_a_table_goes_by_where_the_model_runs(local: bool, expected: str) -> None:
    settings = load_settings({"model": "other", "strategy": "auto"}, {}, None)
    assert strategy_of(settings, Source(local=local)) == expected


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.toml cannot be read: No such file"):
        load_settings({}, {}, tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"model = '\xff'")
    with pytest.raises(UsageError, match=r"bad\.toml is no TOML"):
        load_settings({}, {}, tmp_path / "bad.toml")


@given(st.dictionaries(st.sampled_from([f"EXTRACTOR_{key.upper()}" for key in Settings.model_fields]), st.text()))
def test_any_environment_gives_settings_or_one_sentence(environ: dict[str, str]) -> None:
    try:
        load_settings({}, environ, None)
        sentence = "EXTRACTOR_"
    except UsageError as error:
        sentence = str(error)
    assert sentence.startswith("EXTRACTOR_")
