"""One-letter clitics in front of a word: conjunctions و ف, prepositions ب ل ك, the future س, the article ال.

A reading is only a possibility: it counts when the rest is a known word (بغداد is not ب + غداد).
"""

import re
from collections.abc import Iterable
from functools import lru_cache

_PREFIXES = ("وبال", "فبال", "وكال", "فكال", "وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "وب", "فب", "ول", "فل",
             "وك", "وس", "فس", "و", "ف", "ب", "ل", "ك", "ال", "س")  # fmt: skip
_STARTS = re.compile("[وفبلكسا]")


@lru_cache(maxsize=2048)  # the words of a long text, read by every scanner
def readings(word: str, *, article: bool = True) -> tuple[tuple[int, str], ...]:
    """Possible (letters cut, rest) readings of a folded word, the word itself first.

    With `article=False` the article stays on the rest (بالحسكه gives الحسكه). The article of a doubled lam is restored:
    للحسكه gives (0, الحسكه) because the cut falls inside the letters; callers keep the whole word there.
    """
    found = [(0, word)]
    for prefix in _PREFIXES if _STARTS.match(word) else ():
        if not word.startswith(prefix) or len(word) - len(prefix) < 2:
            continue
        cut, rest = len(prefix), word[len(prefix) :]
        if not article and prefix.endswith("لل"):
            found.append((0, "ال" + rest))
        elif not article and prefix.endswith("ال"):
            if cut > 2:
                found.append((cut - 2, "ال" + rest))
        else:
            found.append((cut, rest))
    return tuple(found)


def prefixed(words: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
    """Every form in which folded words can stand in a text -> its (letters cut, word) readings, in their order.

    The future س is left out: it stands before verbs only. A table of some hundred words is thus looked up in one step.
    """
    found: dict[str, list[tuple[int, int, str]]] = {}
    for word in words:
        definite = word.startswith("ال") and len(word) > 3
        found.setdefault(word, []).append((-1, 0, word))
        for order, prefix in enumerate(_PREFIXES):
            if prefix.endswith(("ال", "لل")):
                cut = len(prefix) - 2 if prefix.endswith("ال") else 0
                if definite and prefix != "ال":
                    found.setdefault(prefix + word[2:], []).append((order, cut, word))
            elif not prefix.endswith("س") and len(word) > 1:
                found.setdefault(prefix + word, []).append((order, len(prefix), word))
    return {form: [(cut, word) for _, cut, word in sorted(readings)] for form, readings in found.items()}
