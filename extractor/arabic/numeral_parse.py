"""The value of a number written in digits, in words or mixed: the grammar of Arabic numerals, nothing of its context.

Shape: number = block (و block)*, each scale smaller than the one before; block = (digits | below a thousand) scale?
"""

from dataclasses import dataclass
from fractions import Fraction

from extractor.arabic.mentions import Form
from extractor.arabic.nouns import counted_noun
from extractor.arabic.number_tokens import CONTEXT, Words, stems
from extractor.arabic.numeral_digits import Number, digits_at
from extractor.arabic.numeral_words import CARDINALS, number_word

_SCALES = {"scale", "scale_plural", "scale_dual"}
_BLOCK = {"unit", "ten", "tens", "hundred", "hundreds", "digits"} | _SCALES
_PARTS = {"نصف": Fraction(1, 2), "ثلث": Fraction(1, 3), "ربع": Fraction(1, 4), "ثلثي": Fraction(2, 3),
          "ثلثا": Fraction(2, 3), "ثلثين": Fraction(2, 3), "ثلثان": Fraction(2, 3)}  # fmt: skip
_MULTIPLE_PARTS = {"ارباع": 4, "اخماس": 5, "اسداس": 6, "اثمان": 8, "اعشار": 10, "اثلاث": 3}
FRACTION_WORDS = frozenset(_PARTS)
"""Words that a fraction starts with."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at a token: `stop` is the token after it, `cut` the clitic letters in front; `scale` the last scale."""

    value: Number
    stop: int
    cut: int
    form: Form
    definite: bool
    fraction: bool = False
    scale: int = 1
    role: str = "digits"


@dataclass(frozen=True, slots=True)
class _Piece:
    """One number word or digit run; `joined` says that و stood in front."""

    value: Number
    role: str
    stop: int
    cut: int
    joined: bool
    definite: bool


def _piece(words: Words, i: int, *, first: bool = False) -> _Piece | None:
    word = words.word(i)
    if not first and not words.same_line(i):
        return None
    if word == "و" and not first:
        after = _piece(words, i + 1, first=True)
        return _Piece(after.value, after.role, after.stop, 0, True, after.definite) if after and not after.cut else None
    found = digits_at(words, i)
    if found:
        return _Piece(found[0], "digits", found[1], 0, False, False)
    if word == "واحد" and words.word(i + 1) == "عشر":  # folded وأحد عشر
        return _Piece(1, "unit", i + 1, 1, True, False)
    read = number_word(word)
    if not read:
        return None
    cut, definite, joined, row = read
    return _Piece(row.value, row.role, i + 1, cut, joined, definite)


def _next(words: Words, i: int, roles: set[str], *, joined: bool) -> _Piece | None:
    """The piece at i if it has one of the roles and stands with or without و as asked, and no other clitic."""
    piece = _piece(words, i)
    clean = piece and (piece.joined or not piece.cut)
    return piece if piece and clean and piece.role in roles and piece.joined == joined else None


def _below_hundred(words: Words, piece: _Piece) -> tuple[int, int]:
    value, stop = int(piece.value), piece.stop
    if piece.role == "unit":
        teen = _next(words, stop, {"ten"}, joined=False)
        tens = _next(words, stop, {"tens"}, joined=True)
        other = teen or tens
        if other:
            return value + int(other.value), other.stop
    return value, stop


def _below_thousand(words: Words, piece: _Piece) -> tuple[Number, int]:
    value, stop = piece.value, piece.stop
    if piece.role == "digits":
        return value, stop
    if piece.role == "unit" and 3 <= value <= 9:
        hundred = _next(words, stop, {"hundred", "hundred_plural"}, joined=False)
        if hundred:
            return _with_rest(words, int(value) * 100, hundred.stop)
    if piece.role in {"hundred", "hundreds"}:
        return _with_rest(words, int(value), stop)
    return _below_hundred(words, piece)


def _with_rest(words: Words, hundreds: int, stop: int) -> tuple[int, int]:
    rest = _next(words, stop, {"unit", "ten", "tens"}, joined=True)
    if not rest:
        return hundreds, stop
    value, stop = _below_hundred(words, rest)
    return hundreds + value, stop


def _scaled(words: Words, piece: _Piece) -> tuple[Number, int, int]:
    """(value, token after it, scale) of a block that starts with the piece."""
    if piece.role in _SCALES:
        scale = int(piece.value) // (2 if piece.role == "scale_dual" else 1)
        return (int(piece.value) if _is_dual(words, piece) else scale), piece.stop, scale
    value, stop = _below_thousand(words, piece)
    scale_word = _next(words, stop, _SCALES, joined=False)
    if not scale_word or (scale_word.role == "scale_dual" and not words.word(scale_word.stop - 1).endswith("ا")):
        return value, stop, 1
    scale = int(scale_word.value) // (2 if scale_word.role == "scale_dual" else 1)
    return exact_product(value, scale), scale_word.stop, scale


def _is_dual(words: Words, piece: _Piece) -> bool:
    """ألفا is a dual only in front of its noun (ألفا شخص); marked ألفاً or without one it is the accusative of ألف."""
    token, after = words.tokens[piece.stop - 1], words.word(piece.stop)
    if piece.role != "scale_dual" or not token.text.endswith("ا"):
        return piece.role == "scale_dual"
    marked = "\u064b" in words.folded.original[token.start : token.end]
    followed = after.isalpha() and after[0] != "و" and after not in CONTEXT["stop"] and words.same_line(piece.stop)
    return followed and not marked


def exact_product(value: Number, scale: int | Fraction) -> Number:
    """A product without float error: 1.2 × 10^6 is the integer 1200000."""
    product = Fraction(str(value)) * scale
    return int(product) if product.denominator == 1 else float(product)


def numeral_at(words: Words, i: int) -> Numeral | None:
    """Read the longest number that starts at token i (a clitic may stand before it); None if there is none."""
    fraction = _fraction_at(words, i)
    if fraction:
        return fraction
    piece = _piece(words, i, first=True)
    if not piece or piece.role == "hundred_plural" or piece.role == "scale_plural":
        return None
    value, stop, scale = _scaled(words, piece)
    value, stop, last = _smaller_blocks(words, value, stop, scale)
    value, stop = _half_more(words, value, stop, last)
    return Numeral(value, stop, piece.cut, _form(words, i, stop), piece.definite, scale=last, role=piece.role)


def _smaller_blocks(words: Words, value: Number, stop: int, scale: int) -> tuple[Number, int, int]:
    while scale > 1:
        piece = _next(words, stop, _BLOCK, joined=True) or _unjoined_digits(words, stop)
        if not piece:
            break
        more, after, smaller = _scaled(words, piece)
        if more >= scale or isinstance(more, float):
            break
        value, stop, scale = value + more, after, smaller
    return value, stop, scale


def _unjoined_digits(words: Words, i: int) -> _Piece | None:
    """44 ألفا 532 مصابا: the و that is not typed, where a counted noun shows that both are one number."""
    piece = _next(words, i, {"digits"}, joined=False) if words.word(i - 1).endswith("ا") else None
    noun = counted_noun(words.word(piece.stop)) if piece else None
    return piece if noun and not noun.definite and not noun.preposition and not noun.conjunction else None


def _half_more(words: Words, value: Number, stop: int, scale: int) -> tuple[Number, int]:
    """مليون ونصف, مليون ونصف المليون: the part is of the last scale."""
    part = words.word(stop).removeprefix("و")
    if scale == 1 or not words.word(stop).startswith("و") or part not in _PARTS:
        return value, stop
    again = _piece(words, stop + 1)
    stop = again.stop if again and again.role == "scale" and again.value == scale else stop + 1
    return value + exact_product(scale, _PARTS[part]), stop


def _fraction_at(words: Words, i: int) -> Numeral | None:
    """نصف مليون is a count; ثلث السكان and ثلاثة أرباع المدينة are fractions."""
    for stem in stems(words.word(i)):
        part, stop = _PARTS.get(stem.rest), i + 1
        row = CARDINALS.get(stem.rest)
        if row and row.role == "unit" and words.word(i + 1) in _MULTIPLE_PARTS:
            part, stop = Fraction(row.value, _MULTIPLE_PARTS[words.word(i + 1)]), i + 2
        if part is None or stem.definite:
            continue
        scale = _next(words, stop, {"scale"}, joined=False) or _definite_scale(words, stop)
        if scale:
            return Numeral(exact_product(int(scale.value), part), scale.stop, stem.cut, "words", False)
        return Numeral(float(part), stop, stem.cut, "words", False, fraction=True)
    return None


def _definite_scale(words: Words, i: int) -> _Piece | None:
    piece = _piece(words, i)
    return piece if piece and piece.definite and piece.role == "scale" and not piece.joined else None


def _form(words: Words, start: int, stop: int) -> Form:
    kinds = {words.word(i).isdecimal() for i in range(start, stop) if words.word(i)[-1:].isalnum()}
    return "mixed" if len(kinds) == 2 else "digits" if True in kinds else "words"
