"""Whether a speaker announces an attack or a reply of his side."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from extractor.arabic.sides import Said, is_witness
from extractor.arabic.speech import is_future_attack, unjoined, word_class

_FUTURE = frozenset(("ستكون", "سيكون", "ستصبح", "سيصبح", "سيكونون"))
_UNANSWERED = frozenset(("يمر", "تمر", "يفلت", "يبقي", "تبقي", "يتراجع", "تتراجع", "نتراجع", "يتردد", "تتردد", "نتردد"))
_READY = ("مستعد", "جاهز")
_TO_FIGHT = frozenset(("للعمل", "للرد", "لضرب", "للتصدي", "لمهاجمه", "لاستهداف", "للمواجهه"))
_GROWS = frozenset(("تتصاعد", "تستمر", "ستمر", "تواصل", "تصاعد", "واصل", "رد"))


def threatens(said: Said) -> bool:
    """Whether the words of a statement threaten; who only tells what others do threatens nobody."""
    keys = said.keys
    if is_witness(said):
        return False
    if any(map(is_threat, keys)):
        return True
    return is_threatened(keys)


@lru_cache(maxsize=2048)
def is_threat(word: str) -> bool:
    """Whether a word alone announces a reply: سنرد, ستدفع."""
    return not word_class("threats").isdisjoint((word, unjoined(word))) or is_future_attack(word)


def is_threatened(keys: Sequence[str]) -> bool:
    """`ستكون هدفا`, `لن يمر دون رد`, `مستعدون للرد`, `سوف تتصاعد`."""
    return any(
        (unjoined(a) in _FUTURE and b.startswith(("هدف", "رد")))
        or (unjoined(a) == "لن" and b in _UNANSWERED)
        or (a.startswith(_READY) and b in _TO_FIGHT)
        or (unjoined(a) == "سوف" and b[1:] in _GROWS)
        for a, b in pairwise(keys)
    )
