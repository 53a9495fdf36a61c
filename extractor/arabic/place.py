"""Place names in a text: the frozen gazetteer, head nouns (حقل, قرية, مطار) and the words of relation around them.

A name that is also an everyday word, a person's name or a small place counts only with evidence in front of it: a
locative preposition (1), a word of relation or a listed neighbour (2), a head noun (3). The gazetteer says how much
each spelling demands. A head noun may also name a site that no gazetteer holds; such a mention has no entries.
"""

from extractor.arabic.clitics import readings
from extractor.arabic.fold import fold, tokens
from extractor.arabic.gazetteer import GAZETTEER_VERSION, contains, index, lookup
from extractor.arabic.geography import resolve
from extractor.arabic.mentions import Entry, PlaceMention
from extractor.arabic.place_names import Name, PlaceScan, introduced_name, known_name, name_after, unknown_name
from extractor.arabic.place_words import Head, place_words

__all__ = ["GAZETTEER_VERSION", "contains", "lookup", "resolve", "scan_places"]

_PREPOSITION, _RELATION, _HEAD = 1, 2, 3
_PLURAL_NAMES = 12  # names listed after one plural head noun


def scan_places(text: str) -> list[PlaceMention]:
    """Every place name, in text order, without overlaps.

    Offsets are code points of `text`; a one-letter clitic is left out unless it cannot be split off (للحسكة).
    """
    folded = fold(text)
    words = [token for token in tokens(folded) if token.text != "_"]
    scan = PlaceScan(folded, words, index(), place_words())
    at = 0
    while at < len(words):
        opens = scan.openings(at) and (_blocked(scan, at) or _named(scan, at))
        at = max(at + 1, opens or _again(scan, at))
    return scan.found


def _blocked(scan: PlaceScan, at: int) -> int:
    """The end of a longer name that only contains a place name, 0 if none starts here."""
    for _, rest in scan.openings(at):
        for phrase in scan.table.phrases.get(rest, ()):
            if [scan.text(at + k) for k in range(1, len(phrase))] == list(phrase[1:]):
                return at + len(phrase)
    return 0


def _named(scan: PlaceScan, at: int) -> int:
    known = known_name(scan, at)
    return _headed(scan, at, known) or _bare(scan, at, known)


_MOST_NAMES = 3  # of one first word


def _again(scan: PlaceScan, at: int) -> int:
    """Report a name that a head noun has introduced, where it stands alone behind a preposition; the token after it."""
    name = introduced_name(scan, at) if scan.introduced else None
    if name is None or _after_blocker(scan, at) or not _evidence(scan, at, name.cut):
        return 0
    return _report(scan, name, None, _PREPOSITION)


def _bare(scan: PlaceScan, at: int, name: Name | None) -> int:
    if name is None or name.key is None or _after_blocker(scan, at):
        return 0
    evidence = _evidence(scan, at, name.cut)
    if evidence < scan.names.demand[name.key]:
        return 0
    return _report(scan, name, None, evidence)


def _evidence(scan: PlaceScan, at: int, cut: int) -> int:
    """What the words in front of a name say for a place: 0 to 2."""
    word, before = scan.text(at), scan.text(at - 1)
    listed = scan.last == at and word.startswith("و") and cut
    listed = listed or (scan.last == at - 1 and before in {"،", ",", "و", "او"})
    if listed:
        return max(_RELATION, scan.strength) if word.startswith("و") else _RELATION
    if at and _relation_before(scan, at):
        return _RELATION
    if _within_last(scan, at, word[:cut]):
        return _RELATION
    clitic = word[cut:].startswith("ال") and ("ب" in word[:cut] or "ل" in word[:cut])
    readings_before = {rest for _, rest in readings(before)} if before else set()
    return _PREPOSITION if clitic or readings_before & scan.table.prepositions else 0


def _within_last(scan: PlaceScan, at: int, clitic: str) -> bool:
    """Whether a place that has just been named lies in this one: السوادية بالبيضاء, يطا في الخليل."""
    return (scan.last == at and "ب" in clitic) or (0 < scan.last == at - 1 and scan.text(at - 1) == "في")


def _relation_before(scan: PlaceScan, at: int) -> tuple[int, int] | None:
    """The token range of a word or phrase of relation that ends in front of `at`, a colon between them or not."""
    at -= scan.text(at - 1) == ":"
    if at >= 2 and (scan.text(at - 2), scan.text(at - 1)) in scan.table.relation_phrases:
        return at - 2, at
    before = scan.text(at - 1)
    if before and any(rest in scan.table.relations for _, rest in readings(before)):
        return at - 1, at
    return None


def _after_blocker(scan: PlaceScan, at: int) -> bool:
    before = scan.text(at - 2) if scan.text(at - 1) == '"' else scan.text(at - 1)
    return any(rest in scan.table.blockers for _, rest in readings(before)) if before else False


def _headed(scan: PlaceScan, at: int, whole: Name | None) -> int:
    """Report the name or names after a head noun at this token; where they end, 0 if there is none."""
    found = next(((cut, h) for cut, rest in scan.openings(at) if (h := _head(scan, at, cut, rest))), None)
    if whole and whole.stop - at >= 2 and (whole.key or " ") in scan.names.demand:
        return _report(scan, whole, found[1] if found else None, _HEAD)
    if found is None:
        return 0
    cut, head = found
    name = name_after(scan, at, head)
    if name is None:
        return 0
    end = _report(scan, name, head, _HEAD, (at, cut))
    return _listed(scan, head, end) if head.number != "singular" else end


def _head(scan: PlaceScan, at: int, cut: int, rest: str) -> Head | None:
    if scan.text(at)[:cut].endswith("ال") or scan.text(at - 1) == "عن":
        return None
    return scan.table.heads.get(rest)


def _listed(scan: PlaceScan, head: Head, at: int) -> int:
    """The further names of a dual or plural head noun: قريتي أ وب, قرى أ وب وج."""
    for _ in range(1 if head.number == "dual" else _PLURAL_NAMES):
        word = scan.text(at)
        if at >= len(scan.words) or not word.startswith("و") or not scan.adjacent(at):
            break
        name = known_name(scan, at) or (unknown_name(scan, at, head, 1) if head.unknown else None)
        if name is None or _head(scan, at, 1, word[1:]):
            break
        at = _report(scan, name, head, _HEAD)
    return at


def _report(scan: PlaceScan, name: Name, head: Head | None, evidence: int, site: tuple[int, int] | None = None) -> int:
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
    party = head is None and relation is None and _is_country(entries) and not _is_scene(scan, name)
    scan.found.append(PlaceMention(start, end, scan.folded.original[start:end], noun, relation, entries, rule, party))
    scan.last, scan.strength = stop, evidence
    if head and not head.in_name and not entries and head.number == "singular":
        _introduce(scan, name)
    return stop


def _introduce(scan: PlaceScan, name: Name) -> None:
    words = (scan.text(name.first)[name.cut :], *(scan.text(k) for k in range(name.first + 1, name.stop)))
    known = scan.introduced.setdefault(words[0], [])
    if words not in known and len(known) < _MOST_NAMES:
        known.append(words)


def _is_country(entries: tuple[Entry, ...]) -> bool:
    return any(e.kind == "country" for e in entries)


def _is_scene(scan: PlaceScan, name: Name) -> bool:
    """Whether a country stands where a scene stands: behind a preposition, in a list of scenes, at the head of news."""
    before, clitic = scan.text(name.first - 1), scan.text(name.first)[: name.cut]
    if scan.found and (scan.last == name.first or (scan.last == name.first - 1 and before in {"،", ",", "و"})):
        return not scan.found[-1].party
    if "ب" in clitic:
        return not any(rest in scan.table.bonds for _, rest in readings(before))
    if not name.cut and any(rest in scan.table.scenic for _, rest in readings(before)):
        return True
    if before == "من":
        return any(rest in scan.table.part_of for _, rest in readings(scan.text(name.first - 2)))
    opens = name.first == 0 or before in {"(", '"'} or not scan.adjacent(name.first)
    return opens and scan.text(name.stop) in scan.table.headline


def _closes_quote(scan: PlaceScan, first: int, stop: int) -> int:
    """1 where a quotation that opens inside the mention closes right behind it."""
    opened = sum(scan.text(k) == '"' for k in range(first, stop)) % 2
    return int(bool(opened) and scan.text(stop) == '"')


def _with_adjectives(scan: PlaceScan, stop: int) -> int:
    while stop < len(scan.words) and scan.adjacent(stop) and scan.text(stop) in scan.table.site_adjectives:
        stop += 1
    return stop


def _relation(scan: PlaceScan, begin: int, stop: int, head: Head | None) -> str | None:
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


def _range(scan: PlaceScan, first: int, cut: int, stop: int) -> tuple[int, int]:
    start, end = scan.words[first].start, scan.words[stop - 1].end
    if cut:
        position = scan.folded.at(start) + cut
        start = scan.folded.span(position, position + 1)[0]
    return start, end
