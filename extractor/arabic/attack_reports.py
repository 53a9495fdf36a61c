"""What each report of an attack says of place and time: its own clause first, then its sentence and paragraph."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.arabic.actor_lexicon import state_of
from extractor.arabic.attack_words import attack_words
from extractor.arabic.attacks import AttackMention
from extractor.arabic.fold import fold_key
from extractor.arabic.mentions import DateMention, PlaceMention
from extractor.arabic.statement_dates import dates_statement

_WIDE = frozenset(("country", "region", "governorate"))
_ANOTHER = attack_words().sets["another"]
_ORIGIN = frozenset(("من",))
_NEAR = attack_words().sets["near"]
Range = tuple[int, int]
_CLAIMED = "مسؤولي"  # a date beside a claim of responsibility is that of the claim
_SINCE, _PARAGRAPH = 40, 1_500  # characters before a date, and before an attack, that are looked at
_TODAY = frozenset(("اليوم", "امس", "فجر", "صباح", "مساء", "ليل", "ليله", "ظهر", "الليله"))
_OPENING, _BEHIND = 10, 150  # characters of a clause that open it, and behind an attack that say where it struck
_LEADING = 14  # characters before a date that still leads its sentence (ويوم, وفي, ومساء)
_NO_CONTENT = attack_words().sets["no_content"]
_STAYING = attack_words().sets["staying"]
_ADDED = re.compile(r"\W*و?كما\b")
_AT_LARGE = "مدن|بلدات|قري|احياء|محافظات|مناطق|مواقع"
_SPREAD = re.compile(
    rf"\b(?:{_AT_LARGE}) و(?:{_AT_LARGE})\b|\b(?:عده|عدد من ال|مختلف ال)(?:{_AT_LARGE})|\b(?:عده) (?:{_AT_LARGE})\b"
    rf"|\b(?:ال)?(?:{_AT_LARGE}|انحاء|اماكن) (?:ال)?(?:متفرقه|مختلفه|عده|متعدده)\b"
)
_LOOKING_BACK = frozenset(map(fold_key, ("قبل", "الماضي", "الماضية", "الفائت", "الفائتة", "المنصرم", "سابق")))
_ATTACKED = ("هاجم", "يهاجم", "تهاجم", "هجوم", "مهاجم")
_POSTS = attack_words().sets["posts"]
_NEXT = re.compile(r"\W*و?(?:اعقبت?|تلت?|تلا|تبعت?)(?:ه|ها|هم|هما)\b")
_JOINED = re.compile(r"\s*[،,]?\s*و")
_TAKEN = re.compile(
    r"\b\w?(?:نقل|سعف|سعاف)\w*\W(?:\w+\W+){0,4}الي(?:\W+\w+)?\W*$|\b(?:ابناء|اهالي|سكان)(?:\W+\w+)?\W*$"
    r"|(?<!القرب )(?<!قريبه )(?<!كم )\bمن (?:بلدتي|قريتي|مدينتي)\W*$"
)
_SENTENCE_END = re.compile(r"[.!?؟\n]")


@dataclass(frozen=True, slots=True)
class Report:
    """One mention with what its own clause says of place and time.

    `stated`: its date is that of a statement, the attack may be older; `led`: its date opens its sentence (والأربعاء
    الماضي، قال …). `added`: it opens with كما, which adds to what was told; `spread`: it struck places at large (مدن
    وبلدات), which details below may name one by one; `assault`: forces were attacked where they stood;
    `follows`: it is told as the next act of the attack before it (أعقبه إطلاق نار), with neither place nor doer.
    `attackers` pairs each with its content words; `narrow` and `wide` are the folded names of its places, a country
    being neither.
    """

    mention: AttackMention
    places: tuple[PlaceMention, ...]
    date: DateMention | None
    own_date: bool
    stated: bool
    led: bool
    another: bool
    added: bool
    spread: bool
    assault: bool
    follows: bool
    attackers: tuple[tuple[Range, frozenset[str]], ...]
    target_words: frozenset[str]
    narrow: frozenset[str]
    wide: frozenset[str]

    @property
    def attacker_words(self) -> frozenset[str]:
        """The content words of all attackers."""
        return frozenset[str]().union(*(words for _, words in self.attackers))


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
        """The dates of a range that are no start of a period (منذ نيسان)."""
        first = bisect_left(self.dates, span[0], key=lambda date: date.start)
        last = bisect_left(self.dates, span[1], key=lambda date: date.start)
        return [d for d in self.dates[first:last] if not self._since(d)]

    def _since(self, date: DateMention) -> bool:
        before = fold_key(self.text[max(0, date.start - _SINCE) : date.start]).split()
        return "منذ" in before and not (before[-1] == "منذ" and set(fold_key(date.raw).split()) & _TODAY)


def reports_of(
    mentions: Sequence[AttackMention], text: str, places: Sequence[PlaceMention], dates: Sequence[DateMention]
) -> list[Report]:
    """The report of every mention, given all places and dates of the text."""
    page = _Page(text, places, dates)
    stated = {d.start for d in dates if not looks_back(d) and dates_statement(text, d.start)}
    reports: list[Report] = []
    for i, mention in enumerate(mentions):
        segments = _segments(mentions, i)
        told = [found for s in segments if (found := _ranked(page.places_in(s), mention, text))]
        own = next((found for found in told if not is_country(found[0])), told[0] if told else ())
        dated = page.dates_in(segments[0])
        date = min(dated, key=lambda d: (d.first is None, d.start in stated), default=None)
        when = date or _date_around(page, mention, segments)
        reports.append(
            Report(
                mention=mention,
                places=own,
                date=when,
                stated=when is not None and when.start in stated,
                led=when is not None and mention.sentence_start <= when.start <= mention.sentence_start + _LEADING,
                own_date=date is not None
                and date.start not in stated
                and _CLAIMED not in text[mention.clause_start : mention.start],
                another=_another(mention, text),
                added=_ADDED.match(fold_key(text[mention.clause_start : mention.clause_start + _OPENING])) is not None,
                spread=_SPREAD.search(fold_key(text[mention.end : min(mention.clause_end, mention.end + _BEHIND)]))
                is not None,
                assault=_assault(mention, text),
                follows=_next_act(mention, text) and not mention.attackers and not page.places_in(segments[0]),
                attackers=tuple((a, _words(text[slice(*a)])) for a in mention.attackers),
                target_words=_words(" ".join(text[slice(*t)] for t in mention.targets)),
                narrow=_names(own, wide=False),
                wide=_names(own, wide=True),
            )
        )
    return reports


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


def _words(words: str) -> frozenset[str]:
    """Content words, folded and without the article; a state and its adjective are one word."""
    parts = {w.removeprefix("ال") for w in fold_key(words).split()}
    return frozenset(state_of(w) or w for w in parts if len(w) > 2) - _NO_CONTENT


def _another(mention: AttackMention, text: str) -> bool:
    """ضربة ثانية, قصف آخر."""
    words = {
        *fold_key(text[mention.start : mention.end]).split(),
        *fold_key(text[mention.end : mention.end + 20]).split()[:1],
    }
    return bool(words & _ANOTHER)


def _assault(mention: AttackMention, text: str) -> bool:
    """هاجم مسلحون حاجزا: who attacks the forces of a side where they stand, with no weapon said, fights them."""
    attacked = fold_key(text[mention.start : mention.end]).lstrip("وف").removeprefix("ال").startswith(_ATTACKED)
    struck = {w for t in mention.targets for w in fold_key(text[slice(*t)]).split()[:2]}
    return attacked and bool({w.removeprefix("ال") for w in struck} & _POSTS)


def _next_act(mention: AttackMention, text: str) -> bool:
    return _NEXT.match(fold_key(text[mention.clause_start : mention.clause_start + _OPENING])) is not None


def _segments(mentions: Sequence[AttackMention], at: int) -> list[tuple[int, int]]:
    """Where the place of a mention may stand: its part of the clause, on to the next mention, back to the last."""
    mention = mentions[at]
    first, last = mention.clause_start, mention.clause_end
    before = mentions[at - 1] if at and mentions[at - 1].sentence_id == mention.sentence_id else None
    after = mentions[at + 1] if at + 1 < len(mentions) else None
    if before and before.clause_start == first:
        first = mention.start
    if after and after.clause_start == mention.clause_start:
        last = after.start
    beyond = min(mention.sentence_end, after.start if after else mention.sentence_end)
    return [(first, last), (last, beyond), (before.end if before else mention.sentence_start, first)]


def _ranked(places: Sequence[PlaceMention], mention: AttackMention, text: str) -> tuple[PlaceMention, ...]:
    """The places where it happened, the narrowest first; a country only when nothing narrower is named."""
    told: list[PlaceMention] = []
    left: PlaceMention | None = None  # the last place that is none of the attack, for those joined to it
    for place in places:
        joined = left is not None and _JOINED.fullmatch(text[left.end : place.start]) is not None
        if joined or _elsewhere(text, place):
            left = place
        elif not place.party and not _of_actor(place, mention, text):
            told.append(place)
    narrow = [p for p in told if not is_country(p)] or told
    return tuple(sorted(narrow, key=is_wide))


def _of_actor(place: PlaceMention, mention: AttackMention, text: str) -> bool:
    """Inside the attacker's name, where an actor stays (المتمركزة في), or where something comes from (من)."""
    if any(start <= place.start < end for start, end in mention.attackers):
        return True
    before = fold_key(text[max(0, place.start - 40) : place.start]).split()
    if before[-1:] and before[-1] in _ORIGIN:
        return not before[-2:-1] or before[-2] not in _NEAR
    return bool(_STAYING & set(before[-3:]))


def at_large(words: str) -> bool:
    """Whether words name places in the plural without their names (مدن وبلدات, مناطق متفرقة)."""
    return _SPREAD.search(fold_key(words)) is not None


def looks_back(date: DateMention) -> bool:
    """Whether a date is told from today backwards (قبل أيام, الأربعاء الماضي)."""
    return bool(_LOOKING_BACK & set(fold_key(date.raw).split()))


def _elsewhere(text: str, place: PlaceMention) -> bool:
    """Where the harmed were taken (نقلوا إلى مستشفى …) or come from (من بلدتي …, أهالي …)."""
    before = fold_key(text[max(0, place.start - _BEHIND // 3) : place.start])
    return _TAKEN.search(before) is not None


def is_wide(place: PlaceMention) -> bool:
    """Whether a place is a region, governorate or country."""
    return place.head in ("محافظة", "ريف", "ولاية") or any(e.kind in _WIDE for e in place.entries)


def is_country(place: PlaceMention) -> bool:
    """Whether a place is a country and nothing narrower."""
    return bool(place.entries) and all(e.kind == "country" for e in place.entries)


def _names(places: Sequence[PlaceMention], *, wide: bool) -> frozenset[str]:
    """Folded names of some places, the narrow or the wide ones; a country is neither."""
    return frozenset(fold_key(p.raw) for p in places if is_wide(p) == wide and not is_country(p))
