"""Settings: flags over environment over `extractor.toml`, and in that the table of the model over the rest.

Only the command line reads the environment.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from extractor.errors import UsageError

_SHARED = {"OPENAI_API_KEY": "api_key", "OPENAI_BASE_URL": "base_url"}
_PREFIX = "EXTRACTOR_"
_AUTO = ("strategy", "auto")
_OF_A_MODEL = ("strategy", "max_reasks", "base_url")

Source = dict[str, tuple[object, str]]
"""Values by key, each with where it stands."""


class Settings(BaseModel):
    """Everything a run depends on beside the articles. The key is hidden in every printed form.

    `max_reasks` counts targeted second questions an article, `jobs` articles in flight, `rpm` calls begun a minute,
    `max_attempts` tries of one call, `max_chars` the characters of the longest article; `timeout_seconds` is the wait
    for one answer, `article_seconds` for all of an article, `outage_seconds` for a server that went away; `max_tokens`
    and `max_cost` are what one run may spend.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str | None = None
    base_url: Annotated[str | None, Field(pattern=r"^https?://[^/\s]+")] = None
    api_key: SecretStr | None = None
    strategy: Literal["auto", "single", "stepwise"] = "auto"
    max_reasks: Annotated[int, Field(ge=0, le=10)] = 1
    jobs: Annotated[int, Field(ge=1, le=512)] = 1
    rpm: Annotated[int | None, Field(ge=1)] = None
    timeout_seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 300.0
    article_seconds: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 3_600.0
    outage_seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 600.0
    max_attempts: Annotated[int, Field(ge=1, le=20)] = 4
    max_chars: Annotated[int, Field(ge=1)] = 200_000
    max_tokens: Annotated[int | None, Field(ge=1)] = None
    max_cost: Annotated[float | None, Field(gt=0, allow_inf_nan=False)] = None


class Price(BaseModel):
    """What a million tokens cost; those of the prompt that the server has cached as others, where `cached` is null."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    output: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    cached: Annotated[float | None, Field(ge=0, allow_inf_nan=False)] = None


def load_prices(toml_path: Path | None) -> dict[str, Price]:
    """The tables `[prices.MODEL]` of the file, by model.

    Raises:
        UsageError: one of them is no price; the sentence names it.
    """
    tables = _toml(toml_path).get("prices", {})
    prices: dict[str, Price] = {}
    for name, table in tables.items() if isinstance(tables, dict) else [("", tables)]:
        try:
            prices[name] = Price.model_validate(table)
        except ValidationError:
            raise UsageError(
                f"{toml_path}: prices.{name} is no price; give input and output, and cached if it has one, each for a "
                "million tokens."
            ) from None
    return prices


def load_settings(
    flags: Mapping[str, object], environ: Mapping[str, str], toml_path: Path | None, usual_model: str | None = None
) -> Settings:
    """Merge the sources: a flag that is None, an empty variable and the strategy `auto` count as absent.

    `EXTRACTOR_MODEL` sets `model`, and so for every field; it goes over `OPENAI_API_KEY` and `OPENAI_BASE_URL`. A table
    `[models.NAME]` of the file holds for the model of that name; `usual_model` is the one of a run that names none.

    Raises:
        UsageError: an unknown key or a bad value; the sentence names the key and where it stands.
    """
    file = _toml(toml_path)
    tables = _tables(toml_path, file.pop("models", {}))
    file.pop("prices", None)
    sources: list[Source] = [
        {key: (value, f"{toml_path}: {key}") for key, value in file.items()},
        {key: (environ[name], name) for name, key in _SHARED.items() if environ.get(name)},
        {key: (environ[name], name) for key, name in _variables() if environ.get(name)},
        {key: (value, "--" + key.replace("_", "-")) for key, value in flags.items() if value is not None},
    ]
    model = next((source["model"][0] for source in reversed(sources) if "model" in source), usual_model)
    sources.insert(1, tables.get(str(model), {}))
    merged = {key: found for source in sources for key, found in source.items() if (key, found[0]) != _AUTO}
    try:
        return Settings.model_validate({key: value for key, (value, _) in merged.items()})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        origin = merged[str(first["loc"][0])][1]
        raise UsageError(f"{origin} {_explain(first['type'], first['msg'])}.") from None


def _tables(path: Path | None, models: object) -> dict[str, Source]:
    """The settings of each model that the file has a table of."""
    found: dict[str, Source] = {}
    for name, table in models.items() if isinstance(models, dict) else [("", models)]:
        if not isinstance(table, dict):
            raise UsageError(f'{path}: models is no table of models like [models."NAME"].')
        if wrong := next((key for key in table if key not in _OF_A_MODEL), None):
            why = f"is no setting of a model; these are {', '.join(_OF_A_MODEL)}"
            if isinstance(table[wrong], dict):  # TOML reads a name with dots as tables within tables
                why = f'is a table; put the whole name in quotes, like [models."{name}.{wrong}"]'
            raise UsageError(f"{path}: models.{name}.{wrong} {why}.")
        found[name] = {key: (value, f"{path}: models.{name}.{key}") for key, value in table.items()}
    return found


def _variables() -> list[tuple[str, str]]:
    return [(key, _PREFIX + key.upper()) for key in Settings.model_fields]


def _toml(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise UsageError(f"{path} is no TOML: {error}.") from None


def _explain(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return f"is no setting; the settings are {', '.join(Settings.model_fields)}"
    if kind == "string_pattern_mismatch":
        return "is no address like http://localhost:8000/v1"
    return f"is not valid: {message[0].lower()}{message[1:]}"
