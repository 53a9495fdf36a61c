"""Values that independent programs spell, read back: the share right by speller and variant.

    PYTHONPATH=.:tests python bench/core/spellers.py [COUNT]

Needs num2words 0.5.14, num2words2 and pyicu-wheels in an environment of their own. No speller writes the oblique case
or the number of feminine nouns; both are made from the nominative and masculine (`tests/spelling.py`). A "thousand
thousand" for 201 or 401 thousand is wrong Arabic: such values are shown, and counted apart.
"""

import random
import sys
from collections.abc import Callable, Iterator

import icu
import num2words
import num2words2
from spelling import VARIANTS

from extractor.arabic.numerals import scan_numbers

COUNT = 2000
WRONG = "ألف ألف"


def values(count: int) -> list[int]:
    """All of 0-120, then values of one to seven digits in equal parts."""
    draw = random.Random(20)
    small = list(range(121))
    return small + [draw.randrange(10 ** (k % 6), 5 * 10 ** (k % 6 + 1)) for k in range(count - len(small))]


def spellers() -> dict[str, Callable[[int], str]]:
    """A function from a value to its words, by name."""
    rules = icu.RuleBasedNumberFormat(icu.URBNFRuleSetTag.SPELLOUT, icu.Locale("ar"))
    gendered = {
        f"icu {gender}": lambda value, rule=f"%spellout-cardinal-{gender}": rules.format(value, rule)
        for gender in ("masculine", "feminine")
    }
    return {
        "num2words": lambda value: num2words.num2words(value, lang="ar"),
        "num2words2": lambda value: num2words2.num2words(value, lang="ar"),
        **gendered,
    }


def read_back(words: str) -> list[tuple[float | int | None, float | int | None]]:
    """The figures in a sentence that holds the words."""
    return [(mention.low, mention.high) for mention in scan_numbers(f"بلغ {words} شخص")]


def spelled(count: int) -> Iterator[tuple[str, int, str]]:
    """Speller, value and words, wrong Arabic included."""
    for name, spell in spellers().items():
        yield from ((name, value, spell(value)) for value in values(count))


def main(count: int) -> None:
    """Print the misses and the shares."""
    rows = list(spelled(count))
    wrong = [row for row in rows if WRONG in row[2]]
    for name, value, words in wrong:
        print(f"wrong Arabic  {name}  {value}  {words}")
    for variant, made in VARIANTS.items():
        for name in spellers():
            mine = [(value, made(words)) for speller, value, words in rows if speller == name and WRONG not in words]
            missed = [(value, words) for value, words in mine if read_back(words) != [(value, value)]]
            print(
                f"{name:14} {variant:17} {len(mine) - len(missed):5} of {len(mine)}  {1 - len(missed) / len(mine):.4f}"
            )
            for value, words in missed[:3]:
                print(f"    {value}  {words}  read {read_back(words)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
