"""One-letter clitics in front of a word: conjunctions و ف, prepositions ب ل ك, the future س, the article ال.

A reading is only a possibility: it counts when the rest is a known word (بغداد is not ب + غداد).
"""

import re
from collections.abc import Iterator

_PREFIXES = ("وبال", "فبال", "وكال", "فكال", "وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "وب", "فب", "ول", "فل",
             "وك", "وس", "فس", "و", "ف", "ب", "ل", "ك", "ال", "س")  # fmt: skip
_STARTS = re.compile("[وفبلكسا]")


def readings(word: str, *, article: bool = True) -> Iterator[tuple[int, str]]:
    """Possible (letters cut, rest) readings of a folded word, the word itself first.

    With `article=False` the article stays on the rest (بالحسكه gives الحسكه). The article of a doubled lam is restored:
    للحسكه gives (0, الحسكه) because the cut falls inside the letters; callers keep the whole word there.
    """
    yield 0, word
    if not _STARTS.match(word):
        return
    for prefix in _PREFIXES:
        if not word.startswith(prefix) or len(word) - len(prefix) < 2:
            continue
        cut, rest = len(prefix), word[len(prefix) :]
        if not article and prefix.endswith("لل"):
            yield 0, "ال" + rest
        elif not article and prefix.endswith("ال"):
            if cut > 2:
                yield cut - 2, "ال" + rest
        else:
            yield cut, rest
