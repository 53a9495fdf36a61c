"""Harmless rewrites: spellings of the same words, in the draft or in the article. None of them may cost an item.

Each is a way in which Arabic text really varies: typing habits, fonts and editors, and what a model makes of words it
copies. Sources: Unicode 15 (Arabic block, UAX #9), CLDR digits of `ar` and `fa`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Any

from extractor.selftest.planted import Bed, Planted
from extractor.selftest.subject import redrafted
from schemas.items import KINDS

Rewrite = Callable[[str, Random], str]

_PHRASES = {
    "incidents": ("date", "places", "attackers", "targets", "munitions"),
    "casualties": ("words", "who"),
    "claims": ("speaker",),
    "aggregates": ("words",),
}
_INDIC = str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩", "٠١٢٣٤٥٦٧٨٩0123456789")
_PERSIAN = str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹")
_LETTERS = "[\u0621-\u063a\u0641-\u064a]"
_JOINING = "[بتثجحخسشصضطظعغفقكلمنهي]"
_MARKS = "\u064e\u064f\u0650\u0651\u0652"
_ALEFS = "اأإآ"
_QUOTES = (("“", "”"), ("«", "»"), ('"', '"'), ("„", "‟"))
_SHORTEST = 3  # letters of a word that takes a clitic
_SPACES = ("  ", "\u00a0", "\u2009", "\t")
_BIDI = ("\u200f", "\u200e", "\u061c")


def indic_digits(words: str, _: Random) -> str:
    """123 as ١٢٣, and ١٢٣ as 123."""
    return words.translate(_INDIC)


def persian_digits(words: str, _: Random) -> str:
    """123 as ۱۲۳."""
    return words.translate(_PERSIAN)


def marks(words: str, random: Random) -> str:
    """Vowel marks on every third letter or so."""
    return re.sub(
        f"({_LETTERS})(?![{_MARKS}])", lambda hit: hit[1] + random.choice(_MARKS) * (random.random() < 0.3), words
    )


def tatweel(words: str, random: Random) -> str:
    """Letters drawn out."""
    return re.sub(
        f"({_JOINING})(?={_LETTERS})", lambda hit: hit[1] + "ـ" * (random.random() < 0.2) * random.randint(1, 3), words
    )


def hamza_dropped(words: str, _: Random) -> str:
    """أ إ آ as ا, as most people type."""
    return words.translate(str.maketrans("أإآ", "ااا"))


def alef_forms(words: str, random: Random) -> str:
    """Any alef at the start of a word as any other."""
    return re.sub(rf"\b[{_ALEFS}](?!ل)", lambda hit: random.choice(_ALEFS), words)


def hamza_on_carrier(words: str, _: Random) -> str:
    """ؤ as و, ئ as ي."""
    return words.translate(str.maketrans("ؤئ", "وي"))


def final_ya(words: str, _: Random) -> str:
    """A last ي as ى, as Egyptian papers set it."""
    return re.sub(r"(?<=\w)ي\b", "ى", words)


def ta_marbuta(words: str, _: Random) -> str:
    """A last ة as ه."""
    return re.sub(r"(?<=\w)ة\b", "ه", words)


def clitic(words: str, random: Random) -> str:
    """A conjunction or preposition in front that the text does not have there."""
    if len(words.split(" ")[0]) < _SHORTEST:
        return words  # particles and short names take none
    if words.startswith("ال"):
        return random.choice(("و", "ب", "ف")) + words if random.random() < 0.7 else "ل" + words[1:]
    return random.choice("وبلف") + words if re.match(_LETTERS, words) else words


def quote_marks(words: str, random: Random) -> str:
    """The whole in quotation marks."""
    before, after = random.choice(_QUOTES)
    return before + words + after


def other_quotes(words: str, _: Random) -> str:
    """Curved quotation marks as straight ones."""
    return re.sub("[“”„‟]", '"', words)


def spaces(words: str, random: Random) -> str:
    """Double, no-break and thin spaces."""
    return re.sub(" ", lambda _: random.choice(_SPACES), words)


def no_break_spaces(words: str, _: Random) -> str:
    """Every space a no-break one, as pages of some editors have it."""
    return words.replace(" ", "\u00a0")


def direction_marks(words: str, random: Random) -> str:
    """Invisible direction marks between words."""
    return re.sub(r"\b", lambda _: random.choice(_BIDI) * (random.random() < 0.3), words)


def full_stop(words: str, random: Random) -> str:
    """A mark of punctuation at the end."""
    return words + random.choice(".،؛")


OF_WORDS: Mapping[str, Rewrite] = {
    rewrite.__name__: rewrite
    for rewrite in (
        indic_digits, persian_digits, marks, tatweel, hamza_dropped, alef_forms, hamza_on_carrier, final_ya, ta_marbuta,
        clitic, quote_marks, other_quotes, spaces, direction_marks, full_stop,
    )
}  # fmt: skip
OF_ARTICLES: Mapping[str, Rewrite] = {
    rewrite.__name__: rewrite
    for rewrite in (
        indic_digits, persian_digits, marks, tatweel, hamza_dropped, final_ya, other_quotes, no_break_spaces,
        direction_marks,
    )
}  # fmt: skip


def rewritten_words(bed: Bed, rewrite: Rewrite) -> Iterator[Planted]:
    """Each entry with all its phrases rewritten, where that changes any."""
    for kind in KINDS:
        for where, entry in bed.subject.entries(kind):
            old = {name: getattr(entry, name) for name in _PHRASES[kind]}
            new = {name: _rewritten(value, rewrite, bed.random) for name, value in old.items()}
            if new != old:
                yield Planted(where, "*", str(old), str(new), redrafted(bed.subject.draft, where, **new))


def rewritten_article(bed: Bed, rewrite: Rewrite) -> Iterator[Planted]:
    """Every entry of the untouched draft against the rewritten article, where that changes it."""
    text = rewrite(bed.subject.seen.text, bed.random)
    if text == bed.subject.seen.text:
        return
    for where in bed.subject.places:
        yield Planted(where, "*", "", "", bed.subject.draft, text=text)


def _rewritten(value: Any, rewrite: Rewrite, random: Random) -> Any:
    if isinstance(value, list):
        return [rewrite(words, random) for words in value]
    return rewrite(value, random) if value else value
