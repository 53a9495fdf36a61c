"""One-letter clitics in front of a word: conjunctions و ف, prepositions ب ل ك, the future س, the article ال.

A reading is only a possibility: it counts when the rest is a known word (بغداد is not ب + غداد).
"""

import re
from functools import lru_cache

_PREFIXES = ("وبال", "فبال", "وكال", "فكال", "وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "وب", "فب", "ول", "فل",
             "وك", "وس", "فس", "و", "ف", "ب", "ل", "ك", "ال", "س")  # fmt: skip
_STARTS = re.compile("[وفبلكسا]")


@lru_cache(maxsize=16_384)  # the words of a long text, read by every scanner
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
