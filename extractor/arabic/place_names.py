"""Names at a token of a text: the longest one the gazetteer holds, or words of proper-name shape after a head noun."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from extractor.arabic.clitics import readings
from extractor.arabic.fold import Folded, Token, blank
from extractor.arabic.gazetteer import Index, index
from extractor.arabic.mentions import PlaceMention
from extractor.arabic.place_words import Head, PlaceWords, place_words

_WIDER = frozenset(["governorate", "countryside", "unit"])
_QUOTED_WORDS = 3


@dataclass(frozen=True, slots=True)
class Name:
    """A name at tokens `first:stop`; `cut` clitic letters of the first are left out; `key` is its gazetteer key."""

    first: int
    stop: int
    cut: int
    key: str | None


Readings = tuple[tuple[int, str], ...]


@dataclass(slots=True)
class PlaceScan:
    """One text being scanned; `last` and `strength` are where the last mention ended and how sure it was.

    `introduced`: first word -> words of the names that no gazetteer holds and that a head noun has introduced.
    """

    folded: Folded
    words: list[Token]
    names: Index
    table: PlaceWords
    last: int = -1
    strength: int = 0
    found: list[PlaceMention] = field(default_factory=list)
    introduced: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)

    def adjacent(self, at: int) -> bool:
        """Whether only white space, no line break, stands in front of token `at`."""
        gap = self.folded.original[self.words[at - 1].end : self.words[at].start]
        return gap == "_" or blank(gap)  # صلاح_الدين in a hashtag

    def openings(self, at: int) -> Readings:
        """The readings of the clitics of token `at` with which a name, a head noun or a longer phrase begins."""
        return _openings(self.words[at].text) if 0 <= at < len(self.words) else ()

    def text(self, at: int) -> str:
        """The folded word of token `at`, empty outside the text."""
        return self.words[at].text if 0 <= at < len(self.words) else ""


@lru_cache(maxsize=2048)
def _openings(word: str) -> Readings:
    names, table = index(), place_words()
    return tuple(
        (cut, rest)
        for cut, rest in readings(word, article=False)
        if rest in names.longest or rest in table.heads or rest in table.phrases
    )


def known_name(scan: PlaceScan, at: int, *, clitics: bool = True) -> Name | None:
    """The longest gazetteer name at a token, over all readings of its clitics."""
    best: Name | None = None
    word = scan.text(at)
    for cut, rest in scan.openings(at) if clitics else ((0, word),):
        if cut and word[0] in "كس":
            continue
        for stop, key in _phrases_at(scan, at, rest):
            if cut and stop == at + 1 and len(rest) < 3:
                continue
            if key in scan.names.entries and (best is None or (stop, -cut) > (best.stop, -best.cut)):
                best = Name(at, stop, cut, key)
    return best


def introduced_name(scan: PlaceScan, at: int) -> Name | None:
    """A name at a token that a head noun has introduced before (بلدة …, then the bare name behind a preposition)."""
    for cut, rest in readings(scan.text(at), article=False):
        for words in scan.introduced.get(rest, ()):
            stop = at + len(words)
            if tuple(scan.text(k) for k in range(at + 1, stop)) == words[1:]:
                return Name(at, stop, cut, None)
    return None


def _phrases_at(scan: PlaceScan, at: int, first: str) -> Iterator[tuple[int, str]]:
    longest = scan.names.longest.get(first, 0)
    key, stop = first, at + 1
    for _ in range(longest):
        yield stop, key
        if stop >= len(scan.words) or not scan.adjacent(stop):
            return
        key, stop = f"{key} {scan.text(stop)}", stop + 1


def name_after(scan: PlaceScan, at: int, head: Head) -> Name | None:
    """The name behind the head noun at a token: known, between quotation marks, or of proper-name shape."""
    first = at + 1
    quoted = scan.text(first) == '"'
    first += quoted
    if first >= len(scan.words) or not (quoted or scan.adjacent(first)):
        return None
    known = known_name(scan, first, clitics=False)
    if known and (not quoted or scan.text(known.stop) == '"') and not _goes_on(scan, known):
        return known
    if not head.unknown:
        return known
    return _quoted(scan, first) if quoted else unknown_name(scan, first, head)


def _goes_on(scan: PlaceScan, known: Name) -> bool:
    """Whether a known name is only the first word of one that the gazetteer lacks: دير of دير سريان."""
    single = known.stop == known.first + 1 and scan.text(known.first) in scan.table.formers
    return (
        single and known.stop < len(scan.words) and scan.adjacent(known.stop) and _may_name(scan, scan.text(known.stop))
    )


def _quoted(scan: PlaceScan, first: int) -> Name | None:
    """The words up to the closing quotation mark, if they are few."""
    for stop in range(first + 1, min(first + _QUOTED_WORDS + 2, len(scan.words))):
        if scan.text(stop) == '"':
            return Name(first, stop, 0, None)
    return None


def unknown_name(scan: PlaceScan, first: int, head: Head, cut: int = 0) -> Name | None:
    """A name of proper-name shape: definite, or indefinite and neither an adjective nor a verb of the head noun."""
    word = scan.text(first)[cut:]
    following = scan.text(first + 1) if first + 1 < len(scan.words) and scan.adjacent(first + 1) else ""
    opens = word in scan.table.formers and _may_name(scan, following)
    if not opens and not _may_name(scan, word):
        return None
    if word.startswith("ال") and len(word) > 2:
        return Name(first, first + 1 + (following in scan.table.ordinals), cut, None)
    continued = opens or (_may_name(scan, following) and following.startswith("ال"))
    if head.number == "dual" and scan.text(first + 2).startswith("و") and _may_name(scan, following):
        continued = True
    stop = first + 1 + continued
    named = opens and following.startswith("ال")  # منطقة أم المعالف
    doubtful = (head.definite and not named) or (
        not continued and (word in scan.table.formers or _describes(word, head.feminine))
    )
    if head.number == "singular" and doubtful and not _located(scan, stop, word):
        return None
    return Name(first, stop, cut, None)


def _located(scan: PlaceScan, at: int, word: str) -> bool:
    """Whether a wider place follows (بريف, في محافظة, شرقي حلب): then the words before it are a name."""
    at += scan.text(at) == "في"
    if at >= len(scan.words) or not scan.adjacent(at):
        return False
    following = [rest for _, rest in readings(scan.text(at), article=False)]
    if any(head and head.group in _WIDER for head in map(scan.table.heads.get, following)):
        return True
    if scan.text(at) == "(":
        return scan.text(at + 1).isdigit()
    return scan.text(at) in scan.table.relations and bool(scan.openings(at + 1)) and not word.endswith("يه")


def _may_name(scan: PlaceScan, word: str) -> bool:
    table = scan.table
    if (
        len(word) < 2
        or not word.isalpha()
        or word in table.not_names
        or word in table.heads
        or word in table.directions
    ):
        return False
    if not word.startswith("ال") and any(table.no_name(rest) for _, rest in readings(word)):
        return False
    return not word.startswith(("بال", "وال", "لل", "فال", "كال"))


def _describes(word: str, feminine: bool) -> bool:
    """Whether an indefinite word looks like an adjective of the head noun or a verb (تقع, شهدت)."""
    if word[0] in "تي" or word.endswith(("ت", "يه")):
        return True
    return word.endswith("ه") if feminine else word.endswith(("ي", "يا", "ين", "ون"))
