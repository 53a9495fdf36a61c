"""Whether words judge an attack instead of telling it: what it means, aims at or leads to, how it ranks, what may come.

Source: annotation guideline, act `assesses` ("likely cause, motive, forecast"). The judgement is the predicate of the
clause whose subject is the attack (هذه الضربات تهدف إلى), never one of a clause inside it (غارة تعد الأعنف قتلت …).
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from extractor.arabic.speech import attack_forms, bare, is_a, is_attack_verb, is_harm, unjoined, word_class

_NEAR = 8  # words: a hedge further on is about a part of what is said
_LONGEST_SUBJECT = 26
_LINKS = frozenset(
    ("هو", "هي", "هم", "كان", "كانت", "يعد", "تعد", "يعتبر", "تعتبر", "مجرد", "انه", "انها", "بانه", "بانها")
)


def judges(keys: Sequence[str]) -> bool:
    """Whether the folded words of a statement are a judgement, a guess or a forecast."""
    hedged = any(is_a(k, "hedges") for k in keys[:_NEAR]) or _forecasts(keys[:_NEAR])
    return hedged or _cannot_say(keys[:_NEAR]) or _is_judged(keys[:_LONGEST_SUBJECT])


def _forecasts(keys: Sequence[str]) -> bool:
    """`قد يرتفع`: with an imperfect قد says what may come."""
    return any(unjoined(a) == "قد" and b[0] in "يت" and not is_attack_verb(b) for a, b in pairwise(keys))


def _cannot_say(keys: Sequence[str]) -> bool:
    """`لا يمكننا القول`, `لا نستطيع الجزم`: who does not know weighs what may be."""
    return any(
        a == "لا" and b.startswith(("يمكن", "نستطيع", "استطيع")) and c in ("القول", "الجزم", "الحديث", "تحديد")
        for a, b, c in zip(keys, keys[1:], keys[2:], strict=False)
    )


def _is_judged(keys: Sequence[str]) -> bool:
    """Whether the predicate of the first clause judges its subject, an attack or its toll."""
    start = next((n for n, k in enumerate(keys) if k.isalpha() and not is_a(k, "openers")), len(keys))
    if start >= len(keys) or not _is_deed(keys[start]):
        return False
    for n in range(start + 1, len(keys)):
        if _judgement_at(keys, n):
            return True
        if _tells(keys, n):
            return False
    return False


@lru_cache(maxsize=2048)
def _is_deed(word: str) -> bool:
    """Whether a subject may be an attack, its toll, or points at one: الهجوم, حصيلة, هذه, ما حدث."""
    return is_harm(word) or word in word_class("pointing") or bare(word) in word_class("deeds")


def _judgement_at(keys: Sequence[str], n: int) -> bool:
    if keys[n - 1] in word_class("relatives") or (keys[n - 1] == "ما" and n > 1):
        return False
    word, following = keys[n], keys[n + 1] if n + 1 < len(keys) else ""
    if word in word_class("judging_verbs") and not (word in _LINKS and not _is_verdict(following)):
        return True
    if keys[n - 1].startswith("ال") and word in word_class("predicates"):
        return True  # استهداف المدنيين دليل على
    if (word, following) in _AIMS or (word in ("غير", "ليس", "ليست") and following in word_class("justified")):
        return True
    behind = keys[n + 2] if following in ('"', "'") and n + 2 < len(keys) else following
    return word in _LINKS and _is_verdict(behind)


_AIMS = frozenset(
    (verb, link)
    for verb in ("ياتي", "تاتي", "يندرج", "تندرج", "يدخل", "تدخل", "يجري", "تجري")
    for link in ("في", "ضمن", "بهدف", "بغرض", "بقصد")
)


@lru_cache(maxsize=2048)
def _is_verdict(word: str) -> bool:
    return word in word_class("verdicts") or word in word_class("superlatives")


def _tells(keys: Sequence[str], n: int) -> bool:
    """Whether a finite verb of attack or result stands here, in no relative clause."""
    if keys[n - 1] in word_class("relatives") or is_a(keys[n - 1], "prepositions"):
        return False
    return unjoined(keys[n]) in attack_forms() or is_a(keys[n], "results") or is_a(keys[n], "openers")
