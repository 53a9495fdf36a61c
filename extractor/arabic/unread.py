"""What the grammar met and could not read: words of harm and of speech that no mention uses.

Each comes with the readings that its sentence offers, as the mentions that the scanners would have made of them:
whoever reads the text may choose one, or none.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from extractor.arabic.actors import scan_actors
from extractor.arabic.attribution import ClaimMention, rows_of, statements_in
from extractor.arabic.casualties import CasualtyMention, stated
from extractor.arabic.cues import Cue as HarmCue
from extractor.arabic.fold import Token, fold_key
from extractor.arabic.linking import Link, SentenceLinks
from extractor.arabic.negation import denials
from extractor.arabic.nouns import counted_noun
from extractor.arabic.ranges import Ranges
from extractor.arabic.real_harm import real_cues
from extractor.arabic.scan import Scan
from extractor.arabic.speech import Cue, find_cue, is_harm
from extractor.arabic.victims import PEOPLE, People, Reading, read

MOST_OFFERED = 4  # a small model chooses badly among more
_CLAUSE_REACH = 30
_BESIDE = 2  # code points between a verb and its subject right behind it, an article counted
_HARMING = frozenset(("passive", "active", "taken", "masdar", "fall", "state", "mourned", "singular"))


@dataclass(frozen=True, slots=True)
class UnreadHarm:
    """A word of harm (`text[start:end]`) with the statements that people of its clause would make of it."""

    start: int
    end: int
    readings: tuple[CasualtyMention, ...]


@dataclass(frozen=True, slots=True)
class UnreadSpeech:
    """A verb of speech (`text[start:end]`) with the statements that speakers named nearby would make of it."""

    start: int
    end: int
    readings: tuple[ClaimMention, ...]


def unread_harm(seen: Scan) -> Iterator[UnreadHarm]:
    """The words of harm of no statement, in text order, that have indefinite or counted people in their clause.

    People with the article and without a figure are known already (جثث القتلى) and are offered to none.
    """
    reading = read(seen.text, seen.numbers)
    hidden = frozenset(i for denial in denials(reading) for i in range(denial.first, denial.last))
    taken = Ranges(r for m in seen.casualties for r in ((m.cue_start, m.cue_end), (m.start, m.end)))
    done = 0
    for sentence in seen.sentences:
        span = reading.token_at(sentence.start), reading.token_at(sentence.end - 1) + 1
        if reading.within(*span, "harm"):
            links = SentenceLinks(reading, span, hidden)
            for cue in real_cues(links):
                people = _near(links, cue, taken) if cue.start >= done and _open(cue, taken) else []
                if people:
                    done = cue.end
                    yield UnreadHarm(cue.start, cue.end, tuple(_statement(reading, cue, p, span) for p in people))


def _open(cue: HarmCue, taken: Ranges) -> bool:
    return cue.role in _HARMING and not cue.definite and not taken.meet(cue.start, cue.end)


def _near(links: SentenceLinks, cue: HarmCue, taken: Ranges) -> list[People]:
    first, last = links.reading.clause(cue.first, cue.last, _CLAUSE_REACH)
    inside = [links.phrases[i] for i in range(max(first, links.first), min(last, links.last)) if i in links.phrases]
    said = [p for p in inside if (p.counted or not p.definite) and _are_people(links.reading, p)]
    free = [p for p in said if not taken.meet(p.start, p.end)]
    return sorted(sorted(free, key=lambda p: abs(p.first - cue.first))[:MOST_OFFERED], key=lambda p: p.first)


def _are_people(reading: Reading, people: People) -> bool:
    """Whether a noun of the lexicon says so: the grammar alone takes any noun behind a word of harm for its people."""
    nouns = (counted_noun(reading.words.word(i)) for i in range(people.first, people.last))
    return people.known and any(noun is not None and noun.noun.kind in PEOPLE for noun in nouns)


def _statement(reading: Reading, cue: HarmCue, people: People, span: tuple[int, int]) -> CasualtyMention:
    return stated(reading, Link(people, cue, cue.harm or "killed_or_injured", False, "offered"), span)


def unread_speech(seen: Scan) -> Iterator[UnreadSpeech]:
    """The finite verbs of speech at which no statement is read, with harm or attack behind them and speakers named.

    What is read and judged to be about no attack stays so.
    """
    taken = Ranges((m.start, m.end) for m in seen.claims)
    for row in rows_of(seen.text, scan_actors(seen.text), seen.sentences):
        found = [cue for i in range(len(row.keys)) if (cue := find_cue(row.keys, i)) and cue.form == "finite"]
        read = {s.cue_start for s in statements_in(row)} if found else set()
        stops = [*(cue.at for cue in found), len(row.keys)]
        for cue, stop in zip(found, stops[1:], strict=True):
            at = row.words[cue.at]
            unread = not cue.negated and cue.at not in read and not taken.meet(at.start, at.end)
            if unread and any(map(is_harm, row.keys[cue.at + 1 : stop])):
                readings = [_said(row.words, (cue, stop), speaker) for speaker in named_speakers(seen, at.end)]
                if readings:
                    yield UnreadSpeech(at.start, at.end, tuple(readings))


def named_speakers(seen: Scan, at: int) -> list[tuple[int, int]]:
    """The actors and speakers named in the sentence at an offset and in the one before: the nearest, in text order.

    A bare name of a state mostly says where: it is left out unless it stands right at the offset.
    """
    number = max(0, bisect_right(seen.sentences, at, key=lambda sentence: sentence.start) - 1)
    first, last = seen.sentences[max(0, number - 1)].start, seen.sentences[number].end
    actors = scan_actors(seen.text)
    low, high = (bisect_left(actors, offset, key=lambda actor: actor.start) for offset in (first, last))
    able = [a for a in actors[low:high] if (a.category, a.rule) != ("state", "name") or at <= a.start <= at + _BESIDE]
    speaking = ((m.speaker_start, m.speaker_end) for m in seen.claims)
    ranges = chain(((a.start, a.end) for a in able), (r for r in speaking if first <= r[0] < last))
    nearest = sorted(ranges, key=lambda where: (abs(where[0] - at), where[0] - where[1]))
    named: dict[str, tuple[int, int]] = {}
    for where in nearest:
        named.setdefault(fold_key(seen.text[slice(*where)]), where)
    return sorted(list(named.values())[:MOST_OFFERED])


def _said(words: Sequence[Token], clause: tuple[Cue, int], speaker: tuple[int, int]) -> ClaimMention:
    cue, stop = clause
    verb, last = words[cue.at], words[stop - 1]
    here = words[0].start <= speaker[0] < last.end
    return ClaimMention(
        start=min(verb.start, speaker[0]) if here else verb.start,
        end=last.end,
        speaker_start=speaker[0],
        speaker_end=speaker[1],
        act=cue.verb.act,
        verb_start=verb.start,
        verb_end=verb.end,
        content_start=verb.end,
        content_end=last.end,
        speaker_anaphoric=not here,
        rule="offered",
    )
