"""Names at a token of a text: the longest one the gazetteer holds, or words of proper-name shape after a head noun."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from extractor.arabic.clitics import readings
from extractor.arabic.fold import Folded, Token, blank
from extractor.arabic.gazetteer import Index
from extractor.arabic.mentions import PlaceMention
from extractor.arabic.place_words import Head, PlaceWords

# First words of names of two words.
_FORMERS = frozenset(["تل", "تله", "خربه", "كفر", "دير", "ام", "ابو", "ابي", "بيت", "بني", "خان", "شيخ", "عين"]) | {
    "راس", "جبل", "وادي", "حاجي", "عبد", "كرم"
}  # fmt: skip
_QUOTED_WORDS = 3


@dataclass(frozen=True, slots=True)
class Name:
    """A name at tokens `first:stop`; `cut` clitic letters of the first are left out; `key` is its gazetteer key."""

    first: int
    stop: int
    cut: int
    key: str | None


@dataclass(slots=True)
class PlaceScan:
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
        return blank(gap)

    def text(self, at: int) -> str:
        """The folded word of token `at`, empty outside the text."""
        return self.words[at].text if 0 <= at < len(self.words) else ""


def known_name(scan: PlaceScan, at: int, *, clitics: bool = True) -> Name | None:
    """The longest gazetteer name at a token, over all readings of its clitics."""
    best: Name | None = None
    word = scan.text(at)
    for cut, rest in readings(word, article=False) if clitics else ((0, word),):
        if cut and (len(rest) < 3 or word[0] in "كس"):
            continue
        for stop, key in _phrases_at(scan, at, rest):
            if key in scan.names.entries and (best is None or (stop, -cut) > (best.stop, -best.cut)):
                best = Name(at, stop, cut, key)
    return best


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
    if known and (not quoted or scan.text(known.stop) == '"'):
        return known
    if not head.unknown:
        return None
    return _quoted(scan, first) if quoted else unknown_name(scan, first, head)


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
    if not _may_name(scan, word):
        return None
    if word.startswith("ال"):
        return Name(first, first + 1, cut, None)
    continued = _may_name(scan, following) and (following.startswith("ال") or word in _FORMERS)
    if head.number == "dual" and scan.text(first + 2).startswith("و") and _may_name(scan, following):
        continued = True
    stop = first + 1 + continued
    doubtful = head.definite or (not continued and _describes(word, scan.words[first].end, scan.folded.original))
    if head.number == "singular" and doubtful and not _located(scan, stop):
        return None
    return Name(first, stop, cut, None)


def _located(scan: PlaceScan, at: int) -> bool:
    """Whether a wider place follows (بريف, في محافظة, شرقي): then the words before it are a name."""
    at += scan.text(at) == "في"
    if at >= len(scan.words) or not scan.adjacent(at):
        return False
    heads = [scan.table.heads.get(rest) for _, rest in readings(scan.text(at))]
    return any(head and head.group in {"governorate", "countryside"} for head in heads)


def _may_name(scan: PlaceScan, word: str) -> bool:
    if len(word) < 2 or not word.isalpha() or word in scan.table.not_names or word in scan.table.heads:
        return False
    rests = [rest for cut, rest in readings(word) if cut or rest == word]
    known = scan.table.relations | scan.table.prepositions | scan.table.not_names
    if any(rest in known for rest in rests if not word.startswith("ال")):
        return False
    return not word.startswith(("بال", "وال", "لل", "فال", "كال"))


def _describes(word: str, end: int, text: str) -> bool:
    """Whether an indefinite word looks like an adjective (ية, ي, يا) or a verb (تقع, شهدت)."""
    return (
        word in _FORMERS or text[end - 1] == "ة" or word.endswith(("ي", "ت", "يا", "ين", "ون", "ات")) or word[0] in "تي"
    )
