"""The value of digits with their separators: 12,500 · 3.5 · 1 250 000."""

from extractor.arabic.number_tokens import Words
from extractor.arabic.numeral_words import number_word

Number = int | float
_MARKS = {".", ",", "،"}
_GROUP = 3  # digits
_LONGEST = 15  # digits; a longer run is no count of anything


def digits_at(words: Words, i: int) -> tuple[Number, int] | None:
    """The value of a digit run with its separators (12,500 · 3.5 · 1 250 000) and the token after it."""
    first = words.word(i)
    if not first.isdecimal() or len(first) > _LONGEST or (len(first) > 1 and first[0] == "0"):
        return None
    mark = words.word(i + 1)
    if mark not in _MARKS and not (mark.isdecimal() and len(mark) == _GROUP):
        return int(first), i + 1
    groups, stop = _groups(words, i, mark if mark in _MARKS else " ")
    if len(groups) > 1:
        return int("".join(groups)), stop
    if words.word(stop) in _MARKS and _digits_follow(words, stop):
        decimals = words.word(stop + 1)
        return float(f"{first}.{decimals}"), stop + 2
    return int(first), i + 1


def _digits_follow(words: Words, separator: int) -> bool:
    follows = words.word(separator + 1)
    return words.glued(separator) and words.glued(separator + 1) and follows.isdecimal() and len(follows) <= _LONGEST


def _groups(words: Words, i: int, separator: str) -> tuple[list[str], int]:
    """Groups of three digits after token i; a full stop parts thousands only when it cannot be a decimal point."""
    groups, stop = [words.word(i)], i + 1
    if len(groups[0]) > 3 or groups[0] == "0":
        return groups, stop
    while sum(map(len, groups)) <= _LONGEST:
        at = stop + 1 if separator != " " else stop
        apart = words.gap(stop) in {" ", "\u00a0", "\u202f", "\u2009"} if separator == " " else (
            words.word(stop) == separator and _digits_follow(words, stop))  # fmt: skip
        if not apart or len(words.word(at)) != 3 or not words.word(at).isdecimal():
            break
        groups.append(words.word(at))
        stop = at + 1
    measured = number_word(words.word(stop)) or words.word(stop) == "%"
    return (groups[:1], i + 1) if separator == "." and measured else (groups, stop)
