"""The news of an article or an earlier event it recalls: decided by time, then by words of recalling, then by order."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import DateMention, Sentence
from extractor.arabic.scan import Scan
from extractor.arabic.sentences import MAX_LENGTH
from extractor.arabic.tense import is_pluperfect
from schemas.incident import Incident, Role

NEWS_DAYS = 2  # articles report what happened up to two days before publication as their news
OLDEST_NEWS_DAYS = 14  # a weekly may open with an event of the week before; an older one is recalled
_OPENING = 120  # characters
_TODAY = re.compile(r"\b\w?(?:اليوم|امس|الليله|البارحه)\b")  # said with any weekday
_CAME_AFTER = re.compile(
    r"\b[وف]?[يت]?(?:ياتي|تاتي|جاء|جاءت|اتي|اتت)(?:\W+\w+){0,4}\W+(?:بعد|عقب|غداه|اثر)(?:\W+(?!ان\b)\w+){0,3}(?:\W+من|\W+علي)?\W*$"
)
_RECALLED = tuple(
    fold_key(words)
    for words in ("سبق أن", "سبق ل", "يذكر أن", "يشار إلى أن", "تجدر الإشارة", "قبل أيام", "قبل أسابيع", "قبل أشهر",
                  "قبل سنوات", "في وقت سابق من", "الشهر الماضي", "العام الماضي", "الأسبوع الماضي", "آخرها", "أحدثها")
)  # fmt: skip


def role_of(seen: Scan, start: int, when: DateMention | None) -> Role | None:
    """Focal or background by date or by words of recalling in the sentence; None where neither decides."""
    first = when.first if when else None
    if when and first is None and _TODAY.search(fold_key(when.raw)):
        return Role.FOCAL
    if first and seen.published:
        return Role.FOCAL if first >= seen.published - timedelta(days=NEWS_DAYS) else Role.BACKGROUND
    if when and when.precision in ("month", "season_or_year", "week"):
        return Role.BACKGROUND
    return Role.BACKGROUND if recalled(seen, start) else None


def recalled(seen: Scan, at: int) -> bool:
    """Whether the sentence at an offset says that it tells of earlier events."""
    sentence = seen.sentence_at(at)
    words = _around(sentence, at) if sentence else ""
    return any(cue in words for cue in _RECALLED) or _pluperfect(sentence, at) or _before_that(sentence, at)


def _pluperfect(sentence: Sentence | None, at: int) -> bool:
    """وكانت الاشتباكات تجددت: an attack told in the clause that a pluperfect opens."""
    return sentence is not None and at - sentence.start < _OPENING and is_pluperfect(sentence.text)


def _before_that(sentence: Sentence | None, at: int) -> bool:
    """يأتي ذلك بعد أيام من غارة: what the news came after."""
    ahead = sentence.text[max(0, at - sentence.start - _OPENING) : at - sentence.start] if sentence else ""
    return _CAME_AFTER.search(fold_key(ahead)) is not None


def _around(sentence: Sentence, at: int) -> str:
    """The folded words around an offset, up to the borders of its sentence."""
    here = at - sentence.start
    return fold_key(sentence.text[max(0, here - MAX_LENGTH) : here + MAX_LENGTH])


def with_roles(incidents: Sequence[Incident], published: date | None) -> tuple[Incident, ...]:
    """Fill open roles in telling order: the article opens with its news and goes on in the time it last named.

    An event on the day that the article dates first is news too, unless that day is long past.
    """
    news = next((_first(i) for i in incidents if _first(i)), None)
    if news and published and news < published - timedelta(days=OLDEST_NEWS_DAYS):
        news = None
    last = Role.FOCAL
    out = []
    for incident in incidents:
        role = incident.role or last
        if news and _first(incident) == news:
            role = Role.FOCAL
        if incident.role or _first(incident):
            last = role
        out.append(incident.model_copy(update={"role": role}))
    return tuple(out)


def _first(incident: Incident) -> date | None:
    return incident.date.start if incident.date else None
