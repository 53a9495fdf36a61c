"""What the words around a number make of it: a day of the month, a year, a percentage, an ordinal, or no number."""

from extractor.arabic.fold import fold_key
from extractor.arabic.nouns import counted_noun
from extractor.arabic.number_tokens import CONTEXT, Words, belongs, stems
from extractor.arabic.number_traps import designates
from extractor.arabic.numeral_parse import Numeral, numeral_at
from extractor.arabic.numeral_words import ORDINALS, number_word

_PERCENT = {"%", "بالميه", "بالمايه"}
_PERCENT_NOUN = {"الميه", "المايه", "ميه", "مايه"}
_YEAR_NOUNS = {"عام", "العام", "سنه", "السنه", "عامي", "سنتي", "موسم"}
_THIS_MONTH = {"الجاري", "الحالي", "الماضي", "نفسه", "ذاته", "المقبل", "القادم", "الفايت", "المنصرم"}
_ONE_OF = {"احد", "احدي", "واحد", "واحدي"}
_NEEDS_NOUN = {"ست", "سبع", "تسع", "عشر", "خمس", "ثمان"}
_IDIOM_BEFORE_ONE = {"ان", "وقت", "كل", "لكل", "اي"}
_MONTH_TAIL = {"تشرين", "كانون", "ربيع", "جمادي"}
_DAY_BEFORE_YESTERDAY = {"امس", "من"}


def is_percent(words: Words, i: int, stop: int) -> bool:
    """Whether a percent sign or phrase stands right behind the number at token i, or its sign in front (%80)."""
    word = words.word(stop)
    if words.word(i - 1) == "%" and words.glued(i):
        return not words.glued(i - 1) or not words.word(i - 2).isdecimal()
    return word in _PERCENT or (word in {"في", "ب"} and words.word(stop + 1) in _PERCENT_NOUN)


def is_day_of_month(words: Words, i: int, stop: int) -> bool:
    """15 تشرين الثاني، 6 من الشهر الجاري، الأربعاء 15."""
    after = stop + 1 if words.word(stop) == "من" else stop
    word = words.word(after)
    if not words.same_line(stop) or not words.same_line(after):
        word = ""
    if word == "شهر":
        return after > stop or belongs(words.word(after + 1), "month")
    if word in CONTEXT["month"] or (word == "الشهر" and words.word(after + 1) in _THIS_MONTH):
        return True
    if not words.word(i).isdecimal() or stop != i + 1 or counted_noun(word):
        return False
    before = words.word(i - 1)
    return words.same_line(i) and (belongs(before, "weekday") or belongs(before, "day_cue"))


def is_year(words: Words, i: int, numeral: Numeral) -> bool:
    """عام 2017، في 2015، آب 2022، عام ألفين وثلاثة وعشرين."""
    value, before = numeral.value, words.word(i - 1)
    if not isinstance(value, int) or not words.same_line(i):
        return False
    after_year_noun = any(stem.rest in _YEAR_NOUNS for stem in stems(before))
    plain = words.word(i).isdecimal() and numeral.stop == i + 1
    if after_year_noun:
        short = plain and len(words.word(i)) == 2 and not counted_noun(words.word(numeral.stop))  # حرب عام 73
        return 600 <= value <= 2200 or short
    if not (plain and 1900 <= value <= 2100) or counted_noun(words.word(numeral.stop)):
        return _second_year(words, i, value)
    dated = (
        belongs(before, "dated") or belongs(before, "month") or belongs(before, "year_cue") or belongs(before, "season")
    )
    after_month = words.word(i - 2) in CONTEXT["month"]
    bracketed = before in {"(", "/", "-"} and words.word(numeral.stop) in {")", "/", "-"}
    return dated or after_month or bracketed or _second_year(words, i, value)


def _second_year(words: Words, i: int, value: int) -> bool:
    """عامي 2014 و2015."""
    pair = words.word(i - 1) == "و" and words.word(i - 2).isdecimal() and 1900 <= value <= 2100
    return pair and any(stem.rest in _YEAR_NOUNS for stem in stems(words.word(i - 3)))


def ordinal_at(words: Words, i: int) -> tuple[int, int, int] | None:
    """(value, token after it, clitic letters) of an ordinal at token i that is no part of a name or idiom."""
    for stem in stems(words.word(i)):
        word = "ال" + stem.rest if stem.definite else stem.rest
        pair = f"{word} {words.word(i + 1)}"
        if words.same_line(i + 1) and pair in ORDINALS:
            return None if designates(words, i) else (ORDINALS[pair], i + 2, stem.cut)
        if word in ORDINALS:
            return None if _no_ordinal(words, i, word) else (ORDINALS[word], i + 1, stem.cut)
    return None


def _no_ordinal(words: Words, i: int, word: str) -> bool:
    before, after = words.word(i - 1), words.word(i + 1)
    if designates(words, i) or belongs(before, "side") or any(stem.rest in _MONTH_TAIL for stem in stems(before)):
        return True
    cardinal_tens = word.startswith("ال") and word.endswith(("ون", "ين"))
    if cardinal_tens:
        counted = counted_noun(words.word(i - 1))
        return counted is None or counted.noun.number != "singular" or not counted.definite or belongs(after, "month")
    return (word == "اول" and after in _DAY_BEFORE_YESTERDAY) or (word in {"اولي", "ثان"} and not before.isalpha())


def licensed(words: Words, i: int, numeral: Numeral, *, bounded: bool = False) -> bool:
    """Whether number words are a count here: not Monday, not "at one time", not a definite name.

    A qualifier in front (`bounded`) licenses a definite number alone: ما يزيد على المئة.
    """
    if words.word(i).isdecimal():
        return True
    row = stems(words.word(i))
    alone = numeral.stop == i + 1
    if numeral.definite:
        rounded = bounded and numeral.value > 2 and not any(stem.rest in _NEEDS_NOUN for stem in row)
        return rounded or _definite_count(words, i, numeral)
    if numeral.value == 0:
        return counted_noun(words.word(numeral.stop)) is not None
    if alone and numeral.value == 1:
        return _one(words, i)
    if alone and numeral.value == 2 and words.word(i - 1) == "يوم":
        return False
    if alone and any(stem.rest in _NEEDS_NOUN for stem in row):
        return words.word(i + 1).isalpha() and words.same_line(i + 1)
    return True


def _one(words: Words, i: int) -> bool:
    """واحد by itself; no idiom, and not وأحد المباني, "and one of the buildings"."""
    token = words.tokens[i]
    joined = "أ" in words.folded.original[token.start : token.end] or words.word(i + 1).startswith("ال")
    one = any(stem.rest in {"واحد", "واحده"} for stem in stems(token.text))
    return one and not joined and words.word(i - 1) not in _IDIOM_BEFORE_ONE


def _definite_count(words: Words, i: int, numeral: Numeral) -> bool:
    """الجنود الخمسة، الخمسة والعشرون: a definite number follows its definite noun, or a counted noun follows it."""
    if numeral.value <= 2:
        return False
    before = words.word(i - 1)
    after = counted_noun(words.word(numeral.stop))
    if after and not after.definite and not after.conjunction and not after.preposition:
        return True
    rest = words.word(numeral.stop)
    if rest.startswith("ال") and rest.endswith(("ون", "ين")) and words.same_line(numeral.stop):
        return True  # الخمسة الآخرون
    noun = counted_noun(before)
    follows = before.startswith("ال") or (noun is not None and (noun.definite or before != fold_key(noun.noun.lemma)))
    return words.same_line(i) and follows and not belongs(before, "designator")


def number_words_at(words: Words, i: int) -> Numeral | None:
    """A number at token i that may be the end of a range."""
    numeral = numeral_at(words, i)
    return numeral if numeral and not numeral.definite and not numeral.fraction else None


def names_whole(words: Words, i: int) -> bool:
    """Whether "of a whole of" stands right before token i."""
    return words.word(i - 1) in CONTEXT["whole"] and words.word(i - 2) == "من" and words.same_line(i)


def counts_whole(words: Words, first: int) -> bool:
    """خمسة من المسلحين التسعة, ثلاثة من أفراد الأسرة الستة: a number behind the nouns that a part is taken of."""
    last = first - (words.word(first - 1) == "ال")
    if not words.same_line(last) or not words.word(last).startswith("ال"):
        return False
    for at in (last - 1, last - 2):
        before, part = words.word(at - 1), words.word(at - 2)
        if before in _ONE_OF or (before == "من" and (part.isdecimal() or number_word(part) is not None)):
            return words.word(last - 1).startswith("ال") and words.word(at).isalpha()
    return False
