"""What each report of an attack says of place and time: its own clause first, then its sentence and paragraph."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.arabic.attack_kinds import family
from extractor.arabic.attack_places import at_large as at_large
from extractor.arabic.attack_places import is_country, meant, names, ranked
from extractor.arabic.attack_wording import (
    ALSO,
    BEHIND,
    NEXT_WORDS,
    OPENING,
    another,
    assault,
    behind,
    content_words,
    goes_on,
    known_target,
    named_nouns,
    next_act,
    pluperfect,
    replies,
    stem,
    weekday,
)
from extractor.arabic.attacks import AttackMention
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import DateMention, PlaceMention
from extractor.arabic.statement_dates import dates_statement

Range = tuple[int, int]
_CLAIMED = "مسؤولي"  # a date beside a claim of responsibility is that of the claim
_SINCE, _PARAGRAPH = 40, 1_500  # characters before a date, and before an attack, that are looked at
_TODAY = frozenset(("اليوم", "امس", "فجر", "صباح", "مساء", "ليل", "ليله", "ظهر", "الليله"))
_LEADING = 14  # characters before a date that still leads its sentence (ويوم, وفي, ومساء)
_ADDED = re.compile(r"\W*و?كما\b")
_LOOKING_BACK = frozenset(map(fold_key, ("قبل", "الماضي", "الماضية", "الفائت", "الفائتة", "المنصرم", "سابق")))
_LATEST = 3  # reports back in which "like it" finds its kind
_LIKE_IT = frozenset(map(fold_key, ("مماثل", "مماثلا", "مماثلة", "مماثلين", "مماثلتين", "مشابه", "مشابها", "مشابهة")))
_ANTECEDENT = re.compile(r"\b(?:التي|الذي)\W+$|\b(?:منطقه|مدينه|بلده|قريه|محافظه|ولايه)\W+$")
_NAMED_AFTER = frozenset(
    map(fold_key, ("ثورة", "لثورة", "انتفاضة", "حرب", "أحداث", "اتفاق", "اتفاقية", "حركة", "ذكرى"))
)
_OPEN = 20  # reports back whose place may be meant
_BOTH = re.compile(r"ال(?:طرفين|طرفان|جانبين|جانبان)")
_DOER = re.compile("لـ|ل\\W")  # لـ«القوات»: a name in quotation marks behind the ل of the doer
_SENTENCE_END = re.compile(r"[.!?؟\n]")


@dataclass(frozen=True, slots=True)
class Report:
    """One mention with what its own clause says of place and time.

    `stated`: its date is that of a statement, the attack may be older; `led`: its date opens its sentence (والأربعاء
    الماضي، قال …). `added`: it opens with كما, which adds to what was told; `spread`: it struck places at large (مدن
    وبلدات), which details below may name one by one; `assault`: it was fought on the ground, though no weapon is said;
    `noun`: its attack word without article and ending; `pluperfect`: it is told as over when the news came (كان … قد);
    `by_noun`: its place is that of a noun with the article (في المخيم);
    `known`: the noun of a thing struck that is known from before (استهدف العنصر); `told`: such nouns in its clause;
    `goes_on`: its clause goes on about the attack before it (هجوم …، شنه مسلحون، واستهدف نقطة);
    `follows`: it is told as the next act of the attack before it (أعقبه إطلاق نار), with neither place nor doer.
    `attackers` pairs each with its content words, `attacker_words` are those
    of all; `narrow` and `wide` are the folded names of its places, a country
    being neither.
    """

    mention: AttackMention
    places: tuple[PlaceMention, ...]
    by_noun: bool
    date: DateMention | None
    own_date: bool
    stated: bool
    led: bool
    another: bool
    reply: bool
    added: bool
    spread: bool
    assault: bool
    goes_on: bool
    follows: bool
    noun: str
    known: str
    told: frozenset[str]
    pluperfect: bool
    attackers: tuple[tuple[Range, frozenset[str]], ...]
    attacker_words: frozenset[str]
    target_words: frozenset[str]
    narrow: frozenset[str]
    wide: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Page:
    """A text with what the scanners of places and dates saw in it."""

    text: str
    places: Sequence[PlaceMention]
    dates: Sequence[DateMention]

    def places_in(self, span: Range) -> Sequence[PlaceMention]:
        first = bisect_left(self.places, span[0], key=lambda place: place.start)
        return self.places[first : bisect_left(self.places, span[1], key=lambda place: place.start)]

    def dates_in(self, span: Range) -> list[DateMention]:
        """The dates of a range that are no start of a period (منذ نيسان) and no name (ثورة السابع عشر من شباط)."""
        first = bisect_left(self.dates, span[0], key=lambda date: date.start)
        last = bisect_left(self.dates, span[1], key=lambda date: date.start)
        return [d for d in self.dates[first:last] if not self._since(d)]

    def _since(self, date: DateMention) -> bool:
        before = fold_key(self.text[max(0, date.start - _SINCE) : date.start]).split()
        if _NAMED_AFTER & set(before[-1:]):
            return True
        return "منذ" in before and not (before[-1] == "منذ" and set(fold_key(date.raw).split()) & _TODAY)


def reports_of(
    mentions: Sequence[AttackMention], text: str, places: Sequence[PlaceMention], dates: Sequence[DateMention]
) -> list[Report]:
    """The report of every mention, given all places and dates of the text."""
    page = _Page(text, places, dates)
    stated = {d.start for d in dates if not looks_back(d.raw) and dates_statement(text, d.start)}
    nouns, reports = frozenset(known_target(m, text) for m in mentions) - {""}, list[Report]()
    for i, found in enumerate(mentions):
        mention = _with_kind_of(reports[-_LATEST:], found, text)
        segments = _segments(page, mentions, i)
        reply = replies(mention, text)
        attackers = tuple((a, content_words(text[slice(*a)])) for a in mention.attackers)
        told, noun = _places(page, mention, segments[:2] if reply else segments)
        dated = page.dates_in(segments[0])
        date = min(dated, key=lambda d: (d.first is None, d.start in stated), default=None)
        told = told or _of_the_last(reports, mention, date, text)
        when = date or _of_the_sentence(reports, mention) or _date_around(page, mention, segments)
        reports.append(
            Report(
                mention=mention,
                places=told,
                by_noun=noun,
                date=when,
                stated=when is not None and when.start in stated,
                led=when is not None and mention.sentence_start <= when.start <= mention.sentence_start + _LEADING,
                own_date=date is not None
                and date.start not in stated
                and _CLAIMED not in text[mention.clause_start : mention.start],
                another=another(mention, text),
                reply=reply,
                added=_ADDED.match(fold_key(text[mention.clause_start : mention.clause_start + OPENING])) is not None,
                spread=at_large(text[mention.end : min(mention.clause_end, mention.end + BEHIND)]),
                assault=assault(mention, text),
                goes_on=goes_on(mention, text),
                follows=next_act(mention, text) and not mention.attackers and not page.places_in(segments[0]),
                noun=stem(text[mention.start : mention.end]),
                known=known_target(mention, text),
                told=named_nouns(page.text, segments[0], nouns),
                pluperfect=pluperfect(mention, text),
                attackers=attackers,
                attacker_words=frozenset[str]().union(*(words for _, words in attackers)),
                target_words=content_words(
                    " ".join(w for t in mention.targets if not _DOER.match(w := text[slice(*t)]))
                ),
                narrow=names(told, wide=False),
                wide=names(told, wide=True),
            )
        )
    return reports


def _places(page: _Page, mention: AttackMention, segments: Sequence[Range]) -> tuple[tuple[PlaceMention, ...], bool]:
    """The places of a mention's clause, else what a noun there stands for (then True), else of the words around it."""
    told = [ranked(page.places_in(s), mention, page.text) for s in segments]
    back = mention.anaphoric and mention.definite  # the attack before it, wherever that was
    noun = () if back or any(not is_country(p) for p in told[0]) else meant(page.text, segments[0], page.places)
    if noun:
        return noun, True
    local = next((found for found in told if found and not is_country(found[0])), None)
    return local or next((found for found in told if found), ()), False


def _of_the_last(
    reports: Sequence[Report], mention: AttackMention, date: DateMention | None, text: str
) -> tuple[PlaceMention, ...]:
    """The places of the attack told last, for one without any that was on its day or between its two sides."""
    if mention.anaphoric or mention.collective:
        return ()
    placed = [r for r in reports[-_OPEN:] if r.places]
    if _BOTH.search(text, mention.start, min(mention.clause_end, mention.start + BEHIND)):
        return next((r.places for r in reversed(placed) if family(r.mention.kind) == family(mention.kind)), ())
    day = weekday(date)
    return next((r.places for r in reversed(placed) if day and r.own_date and weekday(r.date) & day), ())


def _with_kind_of(before: Sequence[Report], mention: AttackMention, text: str) -> AttackMention:
    """قصف مماثل, استهدفت كذلك: an attack like the one told before it is of its kind where no weapon is said."""
    words = set(behind(mention, text)[:NEXT_WORDS])
    doers = content_words(" ".join(text[slice(*r)] for r in mention.attackers))
    same = [r for r in before if r.attacker_words & doers and r.mention.kind != "other"] if ALSO & words else []
    like = before[-1:] if _LIKE_IT & words else same[-1:]
    return replace(mention, kind=like[0].mention.kind, plain=False) if like and mention.plain else mention


def _of_the_sentence(reports: Sequence[Report], mention: AttackMention) -> DateMention | None:
    """The day of the attack told right before it in its sentence: … أمس في رفح، فيما فجر مسلحون."""
    last = reports[-1] if reports else None
    if last is None or last.mention.sentence_id != mention.sentence_id or mention.clause_start <= last.mention.start:
        return None
    return last.date if last.own_date and not mention.anaphoric else None


def _date_around(page: _Page, mention: AttackMention, segments: Sequence[Range]) -> DateMention | None:
    """A date of the statement before the clause, of what follows it, or one that led a sentence of the paragraph."""
    opening = page.dates_in(segments[2]) if segments[2][0] == mention.sentence_start else []
    stated = next((d for d in reversed(opening) if d.precision in ("day", "night")), None)
    nearby = next((d for d in page.dates_in(segments[1]) if d.first), None)
    paragraph = page.text.rfind("\n", 0, mention.start) + 1
    earlier = page.dates_in((max(paragraph, mention.start - _PARAGRAPH), mention.start))
    leading = next((d for d in reversed(earlier) if _leads(page.text, d, paragraph)), None)
    return stated or nearby or leading


def _leads(text: str, date: DateMention, paragraph: int) -> bool:
    """Whether hardly a word stands between the start of a sentence and a date."""
    before = text[max(paragraph, date.start - _LEADING) : date.start]
    return date.start - paragraph <= _LEADING or _SENTENCE_END.search(before) is not None


def _segments(page: _Page, mentions: Sequence[AttackMention], at: int) -> list[tuple[int, int]]:
    """Where the place of a mention may stand: its part of the clause, on to the next mention, back to the last."""
    mention = mentions[at]
    first, last = mention.clause_start, mention.clause_end
    before = mentions[at - 1] if at and mentions[at - 1].sentence_id == mention.sentence_id else None
    after = mentions[at + 1] if at + 1 < len(mentions) else None
    if before and before.clause_start == first:
        first = mention.start
    if after and after.clause_start == mention.clause_start:
        last = after.start
    beyond = min(mention.sentence_end, max(last, after.clause_start) if after else mention.sentence_end)
    kin = before is None or "other" in (before.kind, mention.kind) or family(before.kind) == family(mention.kind)
    back = mention.sentence_start if before is None else before.end if kin else before.clause_end
    ahead = fold_key(page.text[max(mention.sentence_start, first - _LEADING) : first])
    if first == mention.clause_start and _ANTECEDENT.search(ahead):
        return [(first, last), (mention.sentence_start, first), (last, beyond)]  # المدينة التي شهدت …
    return [(first, last), (last, beyond), (min(back, first), first)]


def looks_back(date: str) -> bool:
    """Whether the words of a date are told from today backwards (قبل أيام, الأربعاء الماضي)."""
    return bool(_LOOKING_BACK & set(fold_key(date).split()))
