"""A speaker is tied to the words by a verb or noun of speech, which denies, says or keeps silent as the item has it."""

import re
from collections.abc import Iterator, Sequence

from extractor.arabic.actor_lexicon import spelling
from extractor.arabic.attribution import ClaimMention
from extractor.arabic.clitics import readings
from extractor.arabic.fold import fold_key
from extractor.arabic.place_words import place_words
from extractor.arabic.speech import Cue, find_cue
from extractor.build import overlap
from extractor.validators.case import Case, Problem, Rule, reach
from schemas.claim import Claim
from schemas.record import Level

_DENIAL = "denies"
_SILENCE = frozenset({"no_comment", "no_claim"})
_TITLE = 40  # characters between a title and the name behind it
_BEFORE, _BEHIND = 14, 4  # words between a name and its verb of speech: titles and what stands in apposition
_OPENING = frozenset(
    map(fold_key, ("أن", "إن", "أنه", "إنه", "أنها", "إنها", "أنهم", "إنهم", "بأن", "بأنه", "بأنها", ":"))
)
_WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
_BREAK = re.compile(r"[،؛.:!؟\n\r\"“”«»]")


def _spoken(case: Case) -> Iterator[Problem]:
    for item in case.items.claims:
        if not any(_speaks(case, item, c) for c in _read(case, item)) and not _cue_beside(item):
            message = f"No word of speech ties «{item.speaker.raw}» to this statement."
            yield Problem(item.id, "speaker", Level.REVIEW, message, item.speaker.evidence)


def _read(case: Case, item: Claim) -> list[ClaimMention]:
    """The statements of exactly the evidence, else all that it shares words with."""
    near = [(c, (c.start, c.end) == reach(e)) for e in item.evidence for c in case.claims_told(e)]
    return [c for c, exact in near if exact] or [c for c, _ in near]


def _cue_beside(item: Claim) -> Cue | None:
    """The verb or noun of speech in the evidence that has the speaker for its subject, whatever is said.

    It stands before the speaker, with the quote not yet begun (قال الوزير، وهو طبيب، إن), or right behind.
    """
    name = [spelling(word) for word in _WORD.findall(fold_key(item.speaker.raw)) if word[0].isalnum()]
    for evidence in item.evidence:
        keys = [spelling(word) for word in _WORD.findall(fold_key(evidence.quote))]
        for first, last in _named(keys, name):
            behind = (_cue(keys, i) for i in range(last, min(last + _BEHIND, len(keys))))
            after = next((cue for cue in behind if cue and cue.form == "finite"), None)
            if cue := _before(keys, first) or after:
                return cue
    return None


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


def _speaks(case: Case, item: Claim, said: ClaimMention) -> bool:
    """The speaker's words, the rest of the same phrase (a title, then the name), or a shorter or fuller form of it."""
    there, here = (said.speaker_start, said.speaker_end), reach(item.speaker.evidence)
    between = case.scan.text[min(there[1], here[1]) : max(there[0], here[0])]
    title = len(between) <= _TITLE and not _BREAK.search(between) and not _OPENING & set(fold_key(between).split())
    if overlap(there, here) or title:
        return True
    mine, theirs = _words(item.speaker.raw), _words(case.scan.text[slice(*there)])
    return mine <= theirs or theirs <= mine


def _words(name: str) -> set[str]:
    return {word.removeprefix("ال") for word in _WORD.findall(fold_key(name)) if word[0].isalnum()}


def _denied(case: Case) -> Iterator[Problem]:
    """What the words deny is no confirmation, and what they do not deny is no denial."""
    for item in case.items.claims:
        acts = {c.act for c in _read(case, item) if _speaks(case, item, c)}
        if not acts and (cue := _cue_beside(item)):
            acts = {_DENIAL if cue.negated else cue.verb.act}
        if acts and (item.act == _DENIAL) != (_DENIAL in acts) and (item.act == _DENIAL or acts == {_DENIAL}):
            message = f"The words say that the speaker {' or '.join(sorted(acts))}, not {item.act.value}."
            yield Problem(item.id, "act", Level.REVIEW, message, item.evidence[0])


def _act(case: Case) -> Iterator[Problem]:
    """Silence is no statement, and a statement no silence, where grammar reads what the speaker does."""
    for item in case.items.claims:
        acts = {c.act for c in _read(case, item) if _speaks(case, item, c)}
        silent = {act in _SILENCE for act in acts}
        if acts and (item.act in _SILENCE) not in silent:
            message = f"The words say that the speaker {' or '.join(sorted(acts))}, not {item.act.value}."
            yield Problem(item.id, "act", Level.REVIEW, message, item.evidence[0])


RULES = (Rule("claims.spoken", 3, _spoken), Rule("claims.denied", 2, _denied), Rule("claims.silence", 1, _act))
