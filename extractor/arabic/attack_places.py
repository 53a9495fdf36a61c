"""Where an attack struck: the places of its words that are neither a party's seat, nor a destination, nor an origin.

A noun with the article (في المخيم) stands for the last place of its sort: news names a place once and goes on with its
sort.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extractor.arabic.attack_words import attack_words, word_readings
from extractor.arabic.attacks import AttackMention
from extractor.arabic.fold import fold_key
from extractor.arabic.gazetteer import lookup
from extractor.arabic.mentions import PlaceMention
from extractor.arabic.place_words import Head, place_words

Range = tuple[int, int]
_WIDE = frozenset(("country", "region", "governorate"))
_AREAS = frozenset(("محافظة", "ريف", "ولاية"))
_ORIGIN = frozenset(("من",))
_NEAR = attack_words().sets["near"]
_STAYING = attack_words().sets["staying"]
_BEFORE = 50  # characters before a name that say whose it is
_AT_LARGE = "مدن|بلدات|قري|احياء|محافظات|مناطق|مواقع"
_SPREAD = re.compile(
    rf"\b(?:{_AT_LARGE}) و(?:{_AT_LARGE})\b|\b(?:عده|عدد من ال|مختلف ال)(?:{_AT_LARGE})\b|\b(?:عده) (?:{_AT_LARGE})\b"
    rf"|\b(?:ال)?(?:{_AT_LARGE}|انحاء|اماكن) (?:ال)?(?:متفرقه|مختلفه|عده|متعدده)\b"
)
_JOINED = re.compile(r"\s*[،,]?\s*و")
_TAKEN = re.compile(
    r"\b\w?(?:نقل|سعف|سعاف)\w*\W(?:\w+\W+){0,4}الي(?:\W+\w+)?\W*$|\b(?:ال)?علاج(?:\W+\w+){0,3}\W*$|\b(?:ابناء|اهالي|سكان)(?:\W+\w+)?\W*$"
    r"|(?<!القرب )(?<!قريبه )(?<!كم )\bمن (?:بلدتي|قريتي|مدينتي)\W*$"
)
_BOUND = re.compile(
    r"\bب?(?:رتل|ارتال|تعزيزات|قافله|قوافل)\b(?:\W+\w+){0,3}\W+(?:الي|نحو)(?:\W+\w+)?\W*$"
    r"|\bشعار(?:\W+\w+){0,3}\W*$|\b(?:العدوان|الحرب)(?:\W+\w+){0,2}\W+علي\W*$"
    r"|\b(?:ال)?(?:ساحليه|مطله|واقعه|حدوديه|مطل|حدودي)\W+(?:علي|مع)\W*$"
    r"|\bمن (?:مقر|مواقع|قواعد|معسكر|حواجز|ثكن|تمركز|مراكز)\w*(?:\W+\w+)?\W*$"
)
_FIRED = re.compile(
    r"\b\w?\w?(?:اطلق|طلق|انطلق|اطلاق)\w*(?:\W+\w+){0,5}\W+من(?:\W+(?:داخل|حرم|محيط|منطقه|مدينه|جهه|اتجاه))?\W*$"
)
_SOURCE = re.compile(
    r"\b\w?\w?(?:مصدر|مصادر|مسوول|طبيب|اطباء|مراسل|مراسلنا|شاهد|شهود)(?:\W+\w+){0,2}\W+(?:في|من|ب)\W*$"
)
_NOUNS = re.compile(r"\w+")
_CLAUSE, _BACK = 400, 12  # characters of a clause, and places back, that a noun for a place is looked for in


def at_large(words: str) -> bool:
    """Whether words name places in the plural without their names (مدن وبلدات, مناطق متفرقة)."""
    return _SPREAD.search(fold_key(words)) is not None


def is_wide(place: PlaceMention) -> bool:
    """Whether a place is a region, governorate or country."""
    return place.head in _AREAS or any(e.kind in _WIDE for e in place.entries)


def is_site(place: PlaceMention) -> bool:
    """Whether a place is, or may be, a town or something narrower; a name no table knows is."""
    return place.head not in _AREAS and not (place.entries and all(e.kind in _WIDE for e in place.entries))


def is_country(place: PlaceMention) -> bool:
    """Whether a place is a country and nothing narrower."""
    return bool(place.entries) and all(e.kind == "country" for e in place.entries)


def names(places: Sequence[PlaceMention], *, wide: bool) -> frozenset[str]:
    """Folded names of some places, the narrow or the wide ones; a country is neither."""
    told = (p for p in places if is_wide(p) == wide and not is_country(p))
    return frozenset(name for p in told for name in (_wide_names(p) if wide else _site_names(p)))


def _wide_names(place: PlaceMention) -> Iterator[str]:
    yield fold_key(place.raw)


def _site_names(place: PlaceMention) -> Iterator[str]:
    """The name, without quotation marks and للـ, and without its head noun where the rest names no town of its own."""
    words = re.findall(r"\w+", fold_key(place.raw))
    if words and words[0].startswith("لل"):
        words[0] = "ا" + words[0][1:]
    yield " ".join(words)
    rest = " ".join(words[1:])
    head = place_words().heads.get(words[0]) if rest else None
    if head and all(entry.kind in head.kinds for entry in lookup(rest)):
        yield rest
    if rest and words[0] == "معسكر":
        yield f"مخيم {rest}"  # camps of the displaced are called both


def ranked(places: Sequence[PlaceMention], mention: AttackMention, text: str) -> tuple[PlaceMention, ...]:
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


def _elsewhere(text: str, place: PlaceMention) -> bool:
    """Where the harmed were taken (نقلوا إلى) or are from, a convoy goes (رتل إلى), fire is from, a slogan means."""
    before = fold_key(text[max(0, place.start - _BEFORE) : place.start])
    return any(words.search(before) for words in (_TAKEN, _BOUND, _FIRED, _SOURCE))


def _of_actor(place: PlaceMention, mention: AttackMention, text: str) -> bool:
    """Inside the attacker's name, where an actor stays (المتمركزة في), or where something comes from (من)."""
    if any(start <= place.start < end for start, end in mention.attackers) or _seat(place, mention, text):
        return True
    before = fold_key(text[max(0, place.start - 40) : place.start]).split()
    if before[-1:] and before[-1] in _ORIGIN:
        return not before[-2:-1] or before[-2] not in _NEAR
    return bool(_STAYING & set(before[-3:]))


def _seat(place: PlaceMention, mention: AttackMention, text: str) -> bool:
    """القوات الأمريكية في حقل … قصفت: where the subject is, told before its verb."""
    if place.end > mention.start:
        return False
    for _, end in mention.attackers:
        between = fold_key(text[end : place.start]).split() if end <= place.start <= end + _BEFORE else []
        if between[:1] == ["في"] and all(word in place_words().heads for word in between[1:]):
            return True
    return False


def meant(text: str, span: Range, places: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    """The place that a noun with the article stands for in a range; none where no place of its sort came before."""
    for found in _NOUNS.finditer(text, span[0], min(span[1], span[0] + _CLAUSE)):
        head = _definite_head(fold_key(found.group()))
        if head is None or _STAYING & set(fold_key(text[max(0, found.start() - _BEFORE) : found.start()]).split()[-3:]):
            continue
        last = bisect_left(places, found.start(), key=lambda place: place.start)
        own = last < len(places) and places[last].start <= found.end() + 1
        if own or (last and places[last - 1].end > found.start()):
            continue
        before = places[max(0, last - _BACK) : last]
        named = next((p for p in reversed(before) if p.head == head.noun), None)
        place = named or next((p for p in reversed(before) if _is_such(p, head)), None)
        if place:
            return (place,)
    return ()


@lru_cache(maxsize=2048)
def _definite_head(word: str) -> Head | None:
    """The head noun of a folded word with the article, for the sorts of place that one noun can stand for."""
    heads = place_words().heads
    cuts = ((cut, rest) for cut, rest in word_readings(word) if cut.endswith(("ال", "لل")) and rest in heads)
    head = next((heads[rest] for _, rest in cuts), None)
    fit = head is not None and head.number == "singular" and head.group in _SORTS and head.noun not in _EVERYDAY
    return head if fit else None


_SORTS = frozenset(("settlement", "camp", "airport", "base", "field", "quarter", "facility", "governorate", "crossing"))
_EVERYDAY = frozenset(
    ("طريق", "مركز", "مقر", "محور", "مجمع", "مزرعة", "عاصمة", "العاصمة", "منفذ", "قصر", "مفرق", "تقاطع", "روضة")
)
_BY_NAME = frozenset(("facility", "crossing", "quarter"))  # too many sorts in a group: only the very noun


def _is_such(place: PlaceMention, head: Head) -> bool:
    """Whether a place that another noun or none introduced may be called so."""
    if place.head is not None:
        return head.group == "settlement" and place.head in SETTLEMENTS
    return head.group not in _BY_NAME and any(e.kind in head.kinds for e in place.entries)


SETTLEMENTS = frozenset(h.noun for h in place_words().heads.values() if h.group == "settlement")
