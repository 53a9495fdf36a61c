"""Whether a statement is about an attack at all: its words tell harm, or weapons with what came of them.

Source: annotation guideline ("statements about responsibility, occurrence, casualties or damage of an attack").
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from extractor.arabic.sides import ARMED, Said
from extractor.arabic.speech import (
    bare,
    is_a,
    is_attack_verb,
    is_crime,
    is_future_attack,
    is_harm,
    unjoined,
    word_class,
)
from extractor.arabic.statement import Statement
from extractor.arabic.threats import is_threat, is_threatened

_FINISHES = frozenset(("قضي", "قضت", "القضاء", "بالقضاء", "تقضي", "يقضي"))


def is_about_an_attack(statement: Statement, said: Said) -> bool:
    """Whether the words are about an attack: they or the verb speak of harm, or a crime is laid or denied."""
    doom = statement.gloss in ("threaten", "menace") or any(k.startswith("مصيره") for k in said.keys)
    if doom and said.speaker.category in ARMED:
        return True
    if statement.gloss == "attribute" or (statement.cue and statement.cue.verb.harms):
        return True
    if _other_deed(said.keys):
        return False
    if any(_tells_harm(k) and not _is_peaceful(said.keys, n) for n, k in enumerate(said.keys)):
        return True
    told = statement.act not in ("reports", "confirms") or any(
        is_a(k, "results") or is_attack_verb(k) for k in said.keys
    )
    if told and any(map(_is_means, said.keys)):
        return True
    if statement.rule == "object_verb" or is_threatened(said.keys) or _fires(said.keys):
        return True
    if (statement.act == "denies" or {"انفي", "ننفي"} & set(said.keys)) and not word_class("denied").isdisjoint(
        said.keys[:6]
    ):
        return True
    return (statement.act in ("accuses", "denies") or any(map(is_threat, said.keys))) and any(map(is_crime, said.keys))


def _other_deed(keys: Sequence[str]) -> bool:
    """`أعلنت إرسال جنود`, `تعليق الهجوم`: a deed that is no attack is announced, and nobody killed or hurt is told."""
    head = next((k for k in keys[:3] if k.isalpha() and k not in ("عن", "الي", "علي")), "")
    other = {head, head.removeprefix("ب")} & word_class("other_deeds")
    return bool(other) and not any(bare(k).startswith(("مقتل", "قتل", "اصاب", "استشه", "جرح")) for k in keys)


def _is_peaceful(keys: Sequence[str], n: int) -> bool:
    """`مسيرة حاشدة`, `عملية التحقيق`: people in a street, and no drone; an operation that hits nobody."""
    word = bare(keys[n].removeprefix("ب"))
    kinds = "of_marches" if word in ("مسيره", "مسيرات") else "of_operations" if word in ("عمليه", "عمليات") else None
    return kinds is not None and any(bare(k) in word_class(kinds) for k in keys[n + 1 : n + 3])


@lru_cache(maxsize=2048)
def _tells_harm(word: str) -> bool:
    return (is_harm(word) and not _is_means(word)) or is_future_attack(word)


@lru_cache(maxsize=2048)
def _is_means(word: str) -> bool:
    """Whether a word only names a weapon or a duty: it tells an attack where a verb says what came of it."""
    return not is_attack_verb(word) and bare(word) in word_class("means")


def _fires(keys: Sequence[str]) -> bool:
    """`أطلق النار`, `فتحوا النار`, `قضت على خلية`, and no ceasefire (وقف إطلاق النار)."""
    for n, (verb, fire) in enumerate(pairwise(keys)):
        if fire == "علي" and unjoined(verb) in _FINISHES and not "".join(keys[n + 2 : n + 3]).startswith("ال"):
            return True
        if fire in ("النار", "نار") and unjoined(verb).startswith(("اطلق", "اطلاق", "باطلاق", "فتح", "يطلق", "تطلق")):
            return n == 0 or not bare(keys[n - 1]).startswith(("وقف", "بوقف", "لوقف", "هدنه"))
    return False
