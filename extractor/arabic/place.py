"""Place names in a text: the frozen gazetteer, head nouns (حقل, قرية, مطار) and the words of relation around them.

A name that is also an everyday word, a person's name or a small place counts only with evidence in front of it: a
locative preposition (1), a word of relation or a listed neighbour (2), a head noun (3). The gazetteer says how much
each spelling demands. A head noun may also name a site that no gazetteer holds; such a mention has no entries.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from extractor.arabic.clitics import readings
from extractor.arabic.fold import Folded, Token, fold, tokens
from extractor.arabic.gazetteer import Index, index
from extractor.arabic.mentions import PlaceMention
from extractor.arabic.place_words import Head, PlaceWords, place_words

_PREPOSITION, _RELATION, _HEAD = 1, 2, 3
_FORMERS = frozenset("تل تله خربه كفر دير ام ابو ابي بيت بني خان شيخ عين راس جبل وادي حاجي عبد كرم".split())
_PLURAL_NAMES = 12  # names listed after one plural head noun
_NAME_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Name:
    """A name at tokens `first:stop`; `cut` folded letters of the first are clitics; `key` is None if not in the gazetteer."""

    first: int
    stop: int
    cut: int
    key: str | None


@dataclass(slots=True)
class _Scan:
    """One text being scanned; `last` and `strength` are where the last mention ended and how sure it was."""

    folded: Folded
    words: list[Token]
    names: Index
    table: PlaceWords
    last: int = -1
    strength: int = 0
    found: list[PlaceMention] = field(default_factory=list)

    def adjacent(self, at: int) -> bool:
        """Whether only white space, no line break, stands in front of token `at`."""
        gap = self.folded.original[self.words[at - 1].end : self.words[at].start]
        return gap.isspace() and "\n" not in gap and "\r" not in gap

    def text(self, at: int) -> str:
        return self.words[at].text if 0 <= at < len(self.words) else ""


def scan_places(text: str) -> list[PlaceMention]:
    """Every place name, in text order, without overlaps.

    Offsets are code points of `text`; a one-letter clitic is left out unless it cannot be split off (للحسكة).
    """
    folded = fold(text)
    scan = _Scan(folded, list(tokens(folded)), index(), place_words())
    at = 0
    while at < len(scan.words):
        at = max(at + 1, _blocked(scan, at) or _headed(scan, at) or _bare(scan, at))
    return scan.found


def _blocked(scan: _Scan, at: int) -> int:
    """The end of a longer name that only contains a place name, 0 if none starts here."""
    for _, rest in readings(scan.text(at), article=False):
        for phrase in scan.table.phrases.get(rest, ()):
            if [scan.text(at + k) for k in range(1, len(phrase))] == list(phrase[1:]):
                return at + len(phrase)
    return 0


def _bare(scan: _Scan, at: int) -> int:
    name = _known(scan, at)
    if name is None or name.key is None or _after_blocker(scan, at):
        return 0
    evidence = _evidence(scan, at, name.cut)
    if evidence < scan.names.demand[name.key]:
        return 0
    return _report(scan, name, None, evidence)


def _known(scan: _Scan, at: int, *, clitics: bool = True) -> _Name | None:
    """The longest gazetteer name at a token, over all readings of its clitics."""
    best: _Name | None = None
    word = scan.text(at)
    for cut, rest in readings(word, article=False) if clitics else ((0, word),):
        if cut and (len(rest) < 3 or word[0] in "كس"):
            continue
        for stop, key in _phrases_at(scan, at, rest):
            if key in scan.names.entries and (best is None or (stop, -cut) > (best.stop, -best.cut)):
                best = _Name(at, stop, cut, key)
    return best


def _phrases_at(scan: _Scan, at: int, first: str) -> Iterator[tuple[int, str]]:
    longest = scan.names.longest.get(first, 0)
    key, stop = first, at + 1
    for _ in range(longest):
        yield stop, key
        if stop >= len(scan.words) or not scan.adjacent(stop):
            return
        key, stop = f"{key} {scan.text(stop)}", stop + 1


def _evidence(scan: _Scan, at: int, cut: int) -> int:
    """What the words in front of a name say for a place: 0 to 2."""
    word, before = scan.text(at), scan.text(at - 1)
    listed = scan.last == at and word.startswith("و") and cut
    listed = listed or (scan.last == at - 1 and before in {"،", ",", "و", "او"})
    if listed:
        return max(_RELATION, scan.strength) if word.startswith("و") else _RELATION
    if at and _relation_before(scan, at):
        return _RELATION
    clitic = word[cut:].startswith("ال") and ("ب" in word[:cut] or "ل" in word[:cut])
    readings_before = {rest for _, rest in readings(before)} if before else set()
    return _PREPOSITION if clitic or readings_before & scan.table.prepositions else 0


def _relation_before(scan: _Scan, at: int) -> tuple[int, int] | None:
    """The token range of a word or phrase of relation that ends in front of `at`."""
    if at >= 2 and (scan.text(at - 2), scan.text(at - 1)) in scan.table.relation_phrases:
        return at - 2, at
    before = scan.text(at - 1)
    if before and any(rest in scan.table.relations for _, rest in readings(before)):
        return at - 1, at
    return None


def _after_blocker(scan: _Scan, at: int) -> bool:
    before = scan.text(at - 2) if scan.text(at - 1) == '"' else scan.text(at - 1)
    return any(rest in scan.table.blockers for _, rest in readings(before)) if before else False


def _headed(scan: _Scan, at: int) -> int:
    """Report the name or names after a head noun at this token; where they end, 0 if there is none."""
    found = next(((cut, h) for cut, rest in readings(scan.text(at)) if (h := _head(scan, at, cut, rest))), None)
    whole = _known(scan, at)
    if whole and whole.stop - at >= 2 and (whole.key or " ") in scan.names.demand:
        return _report(scan, whole, found[1] if found else None, _HEAD)
    if found is None:
        return 0
    cut, head = found
    name = _name_after(scan, at, head)
    if name is None:
        return 0
    end = _report(scan, name, head, _HEAD, (at, cut))
    return _listed(scan, head, end) if head.number != "singular" else end


def _head(scan: _Scan, at: int, cut: int, rest: str) -> Head | None:
    if scan.text(at)[:cut].endswith("ال") or scan.text(at - 1) == "عن":
        return None
    return scan.table.heads.get(rest)


def _name_after(scan: _Scan, at: int, head: Head) -> _Name | None:
    first = at + 1
    quoted = scan.text(first) == '"'
    first += quoted
    if first >= len(scan.words) or not (quoted or scan.adjacent(first)):
        return None
    known = _known(scan, first, clitics=False)
    if known and (not quoted or scan.text(known.stop) == '"'):
        return known
    if not head.unknown:
        return None
    return _quoted(scan, first) if quoted else _unknown(scan, first, head)


def _quoted(scan: _Scan, first: int) -> _Name | None:
    """The words up to the closing quotation mark, if they are few."""
    for stop in range(first + 1, min(first + _NAME_WORDS + 2, len(scan.words))):
        if scan.text(stop) == '"':
            return _Name(first, stop, 0, None)
    return None


def _unknown(scan: _Scan, first: int, head: Head, cut: int = 0) -> _Name | None:
    """A name of proper-name shape: definite, or indefinite and neither an adjective nor a verb of the head noun."""
    word = scan.text(first)[cut:]
    following = scan.text(first + 1) if first + 1 < len(scan.words) and scan.adjacent(first + 1) else ""
    if not _may_name(scan, word):
        return None
    if word.startswith("ال"):
        return _Name(first, first + 1, cut, None)
    continued = _may_name(scan, following) and (following.startswith("ال") or word in _FORMERS)
    if head.number == "dual" and scan.text(first + 2).startswith("و") and _may_name(scan, following):
        continued = True
    stop = first + 1 + continued
    doubtful = head.definite or (not continued and _describes(word, scan.words[first].end, scan.folded.original))
    if head.number == "singular" and doubtful and not _located(scan, stop):
        return None
    return _Name(first, stop, cut, None)


def _located(scan: _Scan, at: int) -> bool:
    """Whether a wider place follows (بريف, في محافظة, شرقي): then the words before it are a name."""
    at += scan.text(at) == "في"
    if at >= len(scan.words) or not scan.adjacent(at):
        return False
    heads = [scan.table.heads.get(rest) for _, rest in readings(scan.text(at))]
    return any(head and head.group in {"governorate", "countryside"} for head in heads)


def _may_name(scan: _Scan, word: str) -> bool:
    if len(word) < 2 or not word.isalpha() or word in scan.table.not_names or word in scan.table.heads:
        return False
    rests = [rest for cut, rest in readings(word) if cut or rest == word]
    known = scan.table.relations | scan.table.prepositions | scan.table.not_names
    if any(rest in known for rest in rests if not word.startswith("ال")):
        return False
    return not word.startswith(("بال", "وال", "لل", "فال", "كال"))


def _describes(word: str, end: int, text: str) -> bool:
    """Whether an indefinite word looks like an adjective (ية, ي, accusative) or a verb (تقع, شهدت) rather than a name."""
    return (
        word in _FORMERS or text[end - 1] == "ة" or word.endswith(("ي", "ت", "يا", "ين", "ون", "ات")) or word[0] in "تي"
    )


def _listed(scan: _Scan, head: Head, at: int) -> int:
    """The further names of a dual or plural head noun: قريتي أ وب, قرى أ وب وج."""
    for _ in range(1 if head.number == "dual" else _PLURAL_NAMES):
        word = scan.text(at)
        if at >= len(scan.words) or not word.startswith("و") or not scan.adjacent(at):
            break
        name = _known(scan, at) or (_unknown(scan, at, head, 1) if head.unknown else None)
        if name is None or _head(scan, at, 1, word[1:]):
            break
        at = _report(scan, name, head, _HEAD)
    return at


def _report(scan: _Scan, name: _Name, head: Head | None, evidence: int, site: tuple[int, int] | None = None) -> int:
    """Add the mention of a name; the token after it. `site` is the head noun's token and clitic letters."""
    key, first, cut, stop = name.key, name.first, name.cut, name.stop
    entries = scan.names.entries[key] if key else ()
    outside = head if site else None
    own_head = bool(key) and (key or "").partition(" ")[0] in scan.table.heads
    if outside and outside.number == "singular" and outside.in_name and not own_head:
        entries = tuple(e for e in entries if e.kind in outside.kinds)
    if outside and site and outside.number == "singular" and outside.in_name and not entries:
        first, cut = site
    if head and head.in_name:
        stop = _with_adjectives(scan, stop)
    begin = site[0] if site else name.first
    stop += _closes_quote(scan, first, stop)
    relation = _relation(scan, begin, stop, head)
    start, end = _range(scan, first, cut, stop)
    rule = "gazetteer" if key and entries else "head noun"
    noun = head.noun if head else None
    scan.found.append(PlaceMention(start, end, scan.folded.original[start:end], noun, relation, entries, rule))
    scan.last, scan.strength = stop, evidence
    return stop


def _closes_quote(scan: _Scan, first: int, stop: int) -> int:
    """1 where a quotation that opens inside the mention closes right behind it."""
    opened = sum(scan.text(k) == '"' for k in range(first, stop)) % 2
    return int(bool(opened) and scan.text(stop) == '"')


def _with_adjectives(scan: _Scan, stop: int) -> int:
    while stop < len(scan.words) and scan.adjacent(stop) and scan.text(stop) in scan.table.site_adjectives:
        stop += 1
    return stop


def _relation(scan: _Scan, begin: int, stop: int, head: Head | None) -> str | None:
    """The word of relation in front of the mention, or the adjectives of direction behind a countryside."""
    ahead = _relation_before(scan, begin) if begin else None
    if ahead:
        cuts = [cut for cut, rest in readings(scan.text(ahead[0])) if rest in scan.table.relations]
        start, end = _range(scan, ahead[0], cuts[0] if cuts else 0, ahead[1])
        return scan.folded.original[start:end]
    after = stop
    while head and head.group == "countryside" and scan.text(after) in scan.table.directions:
        after += 1
    return scan.folded.original[scan.words[stop].start : scan.words[after - 1].end] if after > stop else None


def _range(scan: _Scan, first: int, cut: int, stop: int) -> tuple[int, int]:
    start, end = scan.words[first].start, scan.words[stop - 1].end
    if cut:
        position = scan.folded.at(start) + cut
        start = scan.folded.span(position, position + 1)[0]
    return start, end
