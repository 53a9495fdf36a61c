"""Which words of speech a speaker is the subject of: his by grammar, by his place beside them, or by another name."""

import re
from collections.abc import Iterator, Sequence

from extractor.arabic.actor_lexicon import actor_lexicon, spelling
from extractor.arabic.attribution import ClaimMention
from extractor.arabic.clitics import readings
from extractor.arabic.fold import fold_key
from extractor.arabic.place_words import place_words
from extractor.arabic.speech import Cue, find_cue, word_class
from extractor.build import Range, overlap
from extractor.validators.case import Case, reach
from schemas.base import Span
from schemas.claim import Claim

SOURCES = word_class("witnesses") - {fold_key("وكالة")}  # an agency may be one of intelligence
_TITLE = 40  # characters between a title and the name behind it
_BEFORE, _BEHIND = 14, 4  # words between a name and its verb of speech: titles and what stands in apposition
_OPENING = frozenset(
    map(fold_key, ("أن", "إن", "أنه", "إنه", "أنها", "إنها", "أنهم", "إنهم", "بأن", "بأنه", "بأنها", ":"))
)
WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
_BREAK = re.compile(r"[،؛.:!؟\n\r\"“”«»]")


def read(case: Case, item: Claim) -> list[ClaimMention]:
    """The statements of exactly the evidence, else all it shares words with; a dateline (بغداد: أعلنت) makes none."""
    near = [(c, (c.start, c.end) == reach(e)) for e in item.evidence for c in case.claims_told(e)]
    verbs = {c.verb_start for c, _ in near if c.rule != "headline"}
    near = [(c, exact) for c, exact in near if c.rule != "headline" or c.content_start not in verbs]
    return [c for c, exact in near if exact] or [c for c, _ in near]


def cues_beside(case: Case, item: Claim) -> list[Cue]:
    """The words of speech in the evidence that have the speaker for their subject, whatever is said.

    Each stands before the speaker, with the quote not yet begun (قال الوزير، وهو طبيب، إن), or right behind.
    """
    return [cue for cues in (_cues_in(case, item, evidence) for evidence in item.evidence) for cue in cues]


def _cues_in(case: Case, item: Claim, evidence: Span) -> Iterator[Cue]:
    words = list(WORD.finditer(folded := fold_key(evidence.quote)))
    keys = [spelling(word.group()) for word in words]
    accused = _accused(case, evidence) if len(folded) == len(evidence.quote) else []
    for first, last in (place for name in _names(item) for place in _named(keys, name)):
        here = evidence.start + words[first].start(), evidence.start + words[last - 1].end()
        if any(overlap(here, party) for party in accused):
            continue
        behind = (_cue(keys, i) for i in range(last, _quote_from(keys, last)))
        after = next((cue for cue in behind if cue and cue.form == "finite"), None)
        if cue := _before(keys, first) or after:
            yield cue


def _quote_from(keys: Sequence[str], last: int) -> int:
    """Where the words right behind a name end: what is said begins there, or a dateline does (بغداد: أعلنت)."""
    near = range(last, min(last + _BEHIND, len(keys)))
    return next((i for i in near if keys[i] in _OPENING), near.stop)


def _names(item: Claim) -> list[list[str]]:
    """The words of a speaker; those of a party also as its head alone stands for it later on (الحزب)."""
    name = [spelling(word) for word in WORD.findall(fold_key(item.speaker.raw)) if word[0].isalnum()]
    later = len(name) > 1 and not name[0].startswith("ال") and name[0] in actor_lexicon().heads
    return [name, ["ال" + name[0]]] if later else [name]


def _accused(case: Case, evidence: Span) -> list[Range]:
    """Whom statements in these words accuse: the object of an accusation does not speak by it."""
    return [accused for c in case.claims_told(evidence) if (accused := accused_in(c))]


def accused_in(said: ClaimMention) -> Range | None:
    """Whom a statement accuses: an actor by grammar, else whoever stands first in what it says."""
    if said.accused or said.act != "accuses" or said.content_start < said.verb_end:
        return said.accused
    return said.content_start, said.content_start + 1


def _before(keys: Sequence[str], first: int) -> Cue | None:
    """The word of speech nearest before a name, if what is said has not begun between them."""
    for i in range(first - 1, max(first - _BEFORE, 0) - 1, -1):
        if keys[i] in _OPENING:
            return None
        if cue := _cue(keys, i):
            return cue
    return None


def _cue(keys: Sequence[str], i: int) -> Cue | None:
    """The word of speech at a word; مدينة is a town and no condemning."""
    return None if keys[i] in place_words().heads else find_cue(keys, i)


def _named(keys: Sequence[str], name: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The word ranges that hold a name, its clitics apart, punctuation and # in it passed over."""
    places = [i for i, key in enumerate(keys) if key[0].isalnum()]
    for n in range(len(places) - len(name) + 1):
        here = places[n : n + len(name)]
        if name and all(_is(keys[i], word, first=k == 0) for k, (i, word) in enumerate(zip(here, name, strict=True))):
            yield here[0], here[-1] + 1


def _is(key: str, word: str, *, first: bool) -> bool:
    return key == word or (first and any(rest == word for _, rest in readings(key, article=False)))


def speaks(case: Case, item: Claim, said: ClaimMention) -> bool:
    """The speaker's words, the rest of the same phrase (a title, then the name), or a shorter or fuller form of it."""
    there, here = (said.speaker_start, said.speaker_end), reach(item.speaker.evidence)
    if overlap(there, here):
        return True
    between = case.scan.text[min(there[1], here[1]) : max(there[0], here[0])]
    title = len(between) <= _TITLE and not _BREAK.search(between) and not _OPENING & set(fold_key(between).split())
    if title and not overlap(here, (said.content_start, said.content_end)):
        return True
    mine, theirs = _words(item.speaker.raw), _words(case.scan.text[slice(*there)])
    return mine <= theirs or theirs <= mine


def _words(name: str) -> set[str]:
    return {word.removeprefix("ال") for word in WORD.findall(fold_key(name)) if word[0].isalnum()}
