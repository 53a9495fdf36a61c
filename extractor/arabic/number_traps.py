"""Digits and number words that count nothing: names, phones, clock times, numeric dates, scores, list marks, links."""

from extractor.arabic.nouns import counted_noun
from extractor.arabic.number_tokens import CONTEXT, Words, belongs

_MINUTES = frozenset({"دقيقه", "دقاءق", "دقايق"})
_LINKS = frozenset({"http", "https", "www"})
_CLOCKS = frozenset({"الساعه", "تمام", "والساعه", "بالساعه"})
TRAP_WORDS = _LINKS | _CLOCKS
"""Words that a link or a clock time starts with."""
_CLITIC_LETTERS = {"ب", "و", "ل", "ك", "ف", "ال", "بال", "وال", "لل", "ول", "وب", "فال", "ولل"}
_UNITS = {"km", "m", "cm", "mm", "kg", "g", "t"}
_COUNTED = {"person", "military_person", "victim", "attack", "munition", "vehicle", "time", "money", "site", "group"}
_PHONE = 7  # digits that no bare count has
_QUOTED_NAME = 5  # tokens before the number in a quoted name
_BORDERS = {"48", "1948", "67", "1967"}
_SCORE_WINDOW = 6
_MARKS = 6  # separators that one number or range can hold


def after_trap(words: Words, i: int) -> int | None:
    """The token after something at token i that must not be read as a number; None where nothing of the kind starts."""
    word = words.word(i)
    if word in _LINKS:
        return _glued_end(words, i)
    if word == "+" and words.word(i + 1).isdecimal():
        return _phone_end(words, i + 1)
    if word.isdecimal():
        return _digit_trap(words, i)
    if word in _CLOCKS:
        return _clock_end(words, i + 1)
    return None


def _glued_end(words: Words, i: int) -> int:
    i += 1
    while i < len(words) and words.glued(i):
        i += 1
    return i


def _phone_end(words: Words, i: int) -> int | None:
    digits, stop = 0, i
    while words.word(stop).isdecimal() or (words.word(stop) == "-" and words.word(stop + 1).isdecimal()):
        digits += len(words.word(stop))
        stop += 1
    return stop if digits >= _PHONE else None


def _clock_end(words: Words, i: int) -> int | None:
    """الساعة 10، الساعة العاشرة والنصف: the number word or digits right after, with the part of an hour."""
    i += words.word(i) == "ال"  # تمام الـ4 و39 دقيقة
    if words.word(i).isdecimal():
        stop = chain_end(words, i)
        minutes = words.word(stop) == "و" and words.word(stop + 1).isdecimal() and words.word(stop + 2) in _MINUTES
        return stop + 3 if minutes else stop
    if not words.word(i).startswith("ال"):
        return None
    return i + 2 if words.word(i + 1) in {"والنصف", "والربع", "والثلث", "عشره", "عشر"} else i + 1


def chain_end(words: Words, i: int) -> int:
    """The token after digits joined by , . : / or - without white space."""
    stop = i + 1
    while (words.word(stop) in {",", ".", ":", "/", "-", "،"} and words.glued(stop) and words.glued(stop + 1)
           and words.word(stop + 1).isdecimal()):  # fmt: skip
        stop += 2
    return stop


def _digit_trap(words: Words, i: int) -> int | None:
    stop = chain_end(words, i)
    marks = [words.word(k) for k in range(i + 1, stop, 2)]
    run = words.word(i)
    odd = len(marks) > _MARKS or ":" in marks or "/" in marks or marks.count("-") > 1
    odd = odd or (len(marks) > 1 and _dotted_date(words, i, stop))
    code = len(run) > 15 or (len(run) > 1 and run[0] == "0")
    long = stop == i + 1 and len(run) >= _PHONE and not counted_noun(words.word(stop))
    if odd or code or long or _spelled_name(words, i, stop) or _list_mark(words, i, stop) or _clock_after(words, stop):
        return stop
    return stop if _named_number(words, i, stop) or _sum(words, i, stop) or _score(words, i, stop) else None


def _dotted_date(words: Words, i: int, stop: int) -> bool:
    """15.11.2023 is a date: three parts that are not groups of three."""
    parts = [words.word(k) for k in range(i, stop, 2)]
    dots = [words.word(k) for k in range(i + 1, stop, 2)]
    return len(parts) > 2 and dots.count(".") == len(dots) and any(len(part) != 3 for part in parts[1:])


def _spelled_name(words: Words, i: int, stop: int) -> bool:
    """إف-15، M4، وسم_2015: letters joined to the digits by a hyphen or underscore, or Latin letters."""
    before = words.word(i - 1) if words.glued(i) else ""
    if before in {"-", "_"} and words.glued(i - 1):
        letters = words.word(i - 2)
        if letters.isalpha() and letters not in _CLITIC_LETTERS:
            return True
    after = words.word(stop) if words.glued(stop) else ""
    latin_after = after.isascii() and after.isalpha() and after not in _UNITS
    return (before.isascii() and before.isalpha()) or before in {"#", "@"} or after == "_" or latin_after


def _list_mark(words: Words, i: int, stop: int) -> bool:
    bracket = i - 1 if words.word(i - 1) == "(" else i
    opens_line = bracket == 0 or not words.same_line(bracket)
    return opens_line and words.word(stop) in {"-", ".", ")"} and words.glued(stop) and not words.glued(stop + 1)


def _clock_after(words: Words, stop: int) -> bool:
    return belongs(words.word(stop), "clock_end") and not words.word(stop).startswith("ال")


def _named_number(words: Words, i: int, stop: int) -> bool:
    """اللواء 47، القرار الدولي 2254، شاهد 136، "دير الزور 24": a number after a designator that counts no noun."""
    noun = counted_noun(words.word(stop)) if words.same_line(stop) else None
    if noun and noun.noun.kind in _COUNTED and not (noun.definite or noun.preposition or noun.conjunction):
        return False
    at = i - 2 if words.word(i - 1) == "ال" else i - 1  # مجموعة الـ20
    before, earlier = words.word(at), words.word(at - 1)
    if not words.same_line(i):
        return False
    named = belongs(before, "designator") or belongs(earlier, "type") or before.removeprefix("و") in CONTEXT["model"]
    described = (
        before.startswith("ال")
        and before not in CONTEXT["preposition"]
        and (  # إلى folds to الي
            belongs(earlier, "body") or (earlier.startswith("ال") and belongs(earlier, "designator"))
        )
    )
    bordered = words.word(i) in _BORDERS and belongs(before, "land")  # أراضي الـ48: named by the year of a border
    return named or described or bordered or _quoted_name(words, i, stop)


def _quoted_name(words: Words, i: int, stop: int) -> bool:
    if words.word(stop) != '"':
        return False
    if words.word(i - 1) == '"':
        return True  # القرار «2216»: digits alone in quote marks
    before = words.word(i - 1)
    opening = any(words.word(k) == '"' for k in range(i - _QUOTED_NAME, i - 1))
    counting = belongs(before, "harm") or belongs(before, "preposition") or belongs(before, "year_cue")
    return opening and before.isalpha() and not counting


def _score(words: Words, i: int, stop: int) -> bool:
    """فاز 3-1, بنتيجة 3 مقابل 1: two sides of a match, near a word of one."""
    sides = "-" in (words.word(k) for k in range(i + 1, stop)) or "مقابل" in (words.word(i - 1), words.word(stop))
    return sides and any(belongs(words.word(k), "score") for k in range(i - _SCORE_WINDOW, i))


def _sum(words: Words, i: int, stop: int) -> bool:
    """دول 5+1: a name, not two counts."""
    opens = words.word(stop) == "+" and words.glued(stop) and words.word(stop + 1).isdecimal()
    return opens or (words.word(i - 1) == "+" and words.glued(i) and words.word(i - 2).isdecimal())


def designates(words: Words, i: int) -> bool:
    """Whether the word before token i makes an ordinal part of a name (الفرقة الرابعة)."""
    return belongs(words.word(i - 1), "designator") and words.same_line(i)
