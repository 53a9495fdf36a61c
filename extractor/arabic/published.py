"""The publication date, where the text itself proves it."""

import re
from dataclasses import replace
from datetime import date, timedelta

from extractor.arabic.date_calendar import Context
from extractor.arabic.date_grammar import Phrase, phrases
from extractor.arabic.date_lexicon import lex
from extractor.arabic.date_resolve import resolve
from extractor.arabic.fold import fold

_DATELINE = re.compile(r"\s*[-–—:(]|\s*\)\s*[-–—:]")
_LABEL = re.compile(r"(?:تاريخ النشر|نشر في|نُشر في|نشر بتاريخ|آخر تحديث|تاريخ)\s*:?\s*$")
_HEADER_LINES = 3
_DATELINE_PLACE = 30  # characters of place and agency before the date
_DATELINE_LINE = 40  # characters a line may hold beside its date and still be no sentence


def infer_published(text: str) -> date | None:
    """The publication date that the text itself proves, else None.

    Proofs: a dateline or label with a full date; a full date that `اليوم` or `أمس` stands beside; the same without year
    where the weekday fits the one year its own paragraph names. Proofs that disagree prove nothing.
    """
    folded = fold(text)
    lexemes = lex(folded)
    proofs: set[date] = set()
    for phrase in phrases(lexemes):
        start, end = folded.span(lexemes[phrase.first].start, lexemes[phrase.last - 1].end)
        proof = _proof(phrase, text, start, end)
        if proof:
            proofs.add(proof)
    return proofs.pop() if len(proofs) == 1 else None


def _proof(phrase: Phrase, text: str, start: int, end: int) -> date | None:
    if phrase.rule not in ("date", "numeric"):
        return None
    relative = phrase.values.get("relative")
    years = frozenset[int]() if relative is None else _paragraph_years(text, start, end)
    found = resolve(phrase, Context(None))
    if found.days is None and relative is not None and len(years) == 1 and "weekday" in phrase.values:
        found = resolve(replace(phrase, values=phrase.values | {"year": str(*years)}), Context(None))
    if found.days is None or found.conflict or found.precision == "days":
        return None
    if relative is not None:
        return found.days[0] - timedelta(days=int(relative))
    return found.days[0] if _is_dateline(text, start, end) else None


def _paragraph_years(text: str, start: int, end: int) -> frozenset[int]:
    begin = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    around = text[max(begin, start - 400) : start] + text[end : min(stop if stop >= 0 else len(text), end + 400)]
    return frozenset(int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", fold(around).text))


def _is_dateline(text: str, start: int, end: int) -> bool:
    begin = text.rfind("\n", 0, start) + 1
    if _LABEL.search(text, max(begin, start - 40), start):
        return True
    if text.count("\n", 0, start) >= _HEADER_LINES:
        return False
    stop = text.find("\n", end)
    rest = (stop if stop >= 0 else len(text)) - end
    if start - begin + rest <= _DATELINE_LINE:
        return True
    return start - begin <= _DATELINE_PLACE and _DATELINE.match(text, end) is not None
