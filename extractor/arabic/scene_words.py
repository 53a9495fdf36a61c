"""The words of `data/scene_words.yaml`: what makes a place name somebody's home, destination or seat, and no scene."""

from functools import lru_cache
from importlib.resources import files

import yaml

from extractor.arabic.clitics import readings
from extractor.arabic.fold import fold_key


@lru_cache(maxsize=1)
def _classes() -> dict[str, frozenset[str]]:
    data = yaml.safe_load(files("extractor.arabic").joinpath("data/scene_words.yaml").read_text("utf-8"))
    return {name: frozenset(map(fold_key, words)) for name, words in data.items()}


@lru_cache(maxsize=2048)
def scene_classes(word: str) -> frozenset[str]:
    """The classes that a folded word belongs to, with or without article, conjunction and preposition."""
    stems = {form.removeprefix("ال") for form in (word, *(rest for _, rest in readings(word, article=False)))}
    return frozenset(name for name, words in _classes().items() if words & stems)
