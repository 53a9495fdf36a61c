"""What no speller of Arabic numbers writes: the oblique case, and the numbers of feminine nouns."""

import re
from collections.abc import Callable

OBLIQUE = {"اثنا": "اثني", "إثنا": "إثني", "اثنتا": "اثنتي", "إثنتا": "إثنتي"}
FEMININE = {"واحد": "واحدة", "أحد": "إحدى", "إحدى": "إحدى", "اثنان": "اثنتان", "إثنان": "إثنتان", "اثنا": "اثنتا",
            "إثنا": "إثنتا", "ثلاثة": "ثلاث", "أربعة": "أربع", "خمسة": "خمس", "ستة": "ست", "سبعة": "سبع",
            "ثمانية": "ثماني", "تسعة": "تسع", "عشرة": "عشر", "عشر": "عشرة"}  # fmt: skip
TENS = re.compile("(?:عشر|ثلاث|أربع|خمس|ست|سبع|ثمان|تسع)ون")


def oblique(words: str) -> str:
    """The genitive and accusative: -ون and -ان become -ين."""
    return " ".join(_oblique_word(word) for word in words.split(" "))


def _oblique_word(word: str) -> str:
    lead = "و" if word.startswith("و") and word != "واحد" else ""
    bare = word.removeprefix(lead)
    if bare not in {"مليون", "بليون"} and bare.endswith(("ون", "ان")):
        bare = bare[:-2] + "ين"
    return lead + OBLIQUE.get(bare, bare)


def feminine(words: str) -> str:
    """The number of feminine nouns: units and teens at its end change gender, those before a scale do not."""
    parts = words.split(" ")
    last = len(parts) - 1
    while last > 0 and (TENS.fullmatch(parts[last].removeprefix("و")) or parts[last] == "و"):
        last -= 1
    first = last - 1 if parts[last] == "عشر" else last
    for k in range(max(first, 0), last + 1):
        lead = "و" if parts[k] not in FEMININE and parts[k].startswith("و") else ""
        parts[k] = lead + FEMININE.get(parts[k].removeprefix(lead), parts[k].removeprefix(lead))
    return " ".join(parts)


VARIANTS: dict[str, Callable[[str], str]] = {
    "nominative": str,
    "oblique": oblique,
    "feminine": feminine,
    "feminine oblique": lambda words: oblique(feminine(words)),
}
