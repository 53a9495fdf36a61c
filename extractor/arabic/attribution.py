"""Who says what about an attack: speech cues, speakers with their fullest names, and the act each statement performs.

Rules after the annotation guideline: a claim is a statement about responsibility, occurrence, casualties or damage of
an attack that is tied to a speaker; media that only pass one on are not its speaker.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.arabic.actor_lexicon import spelling
from extractor.arabic.actors import ActorMention, scan_actors
from extractor.arabic.acts import decide
from extractor.arabic.fold import Token, fold, tokens
from extractor.arabic.mentions import Sentence
from extractor.arabic.naming import ITSELF, NamedSpeaker, Names, around, fullest, name_speaker
from extractor.arabic.openings import REACH
from extractor.arabic.sides import Party, Said
from extractor.arabic.speakers import Speaker
from extractor.arabic.speech import bare, is_noun_of
from extractor.arabic.statement import Line, Statement
from extractor.arabic.statements import read_statements


@dataclass(frozen=True, slots=True)
class ClaimMention:
    """A claim in the text; all offsets are code points, half-open.

    `start:end` is the clause (speaker, verb, statement). The speaker's range may lie elsewhere in the text, where the
    name is fullest: `speaker_anaphoric` then. `act` is a value of the claim act of the record. `via` are the
    words of the medium that passed the statement on, `accused` those of the actor accused, where grammar is certain;
    `admissions` are the starts of the claims in which the side accused owns up to an attack, this one or another.
    """

    start: int
    end: int
    speaker_start: int
    speaker_end: int
    act: str
    verb_start: int
    verb_end: int
    content_start: int
    content_end: int
    speaker_anaphoric: bool
    rule: str
    via: tuple[int, int] | None = None
    accused: tuple[int, int] | None = None
    admissions: tuple[int, ...] = ()


_STAND_INS = frozenset(
    ("المصدر", "المراسل", "البيان", "التقرير", "التحقيقات", "التحقيق", "المنشور", "التغريده", "الاعلان", "المعلومات")
)


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence: its words, their keys, and the actors in it as word ranges."""

    words: Sequence[Token]
    keys: Sequence[str]
    actors: Sequence[tuple[int, int, ActorMention]]


@dataclass(frozen=True, slots=True)
class _Judged:
    claim: ClaimMention
    perpetrator: Party | None
    speaker: NamedSpeaker


def scan_claims(text: str, sentences: Sequence[Sentence]) -> list[ClaimMention]:
    """Every claim of a text in order of its clauses. Pure; linear in the length of the text."""
    actors = scan_actors(text)
    read = [(row, s) for row in rows_of(text, actors, sentences) for s in _passed_on_once(row, statements_in(row))]
    named = [name_speaker(text, row.words, s.speaker, row.actors) if s.speaker else None for row, s in read]
    known = [n for n in named if n]
    names = Names(known, actors)
    full = [fullest(n, names) if n else None for n in named]
    return [j.claim for j in _unrepeated(_with_admissions(list(_judge(read, full))))]


def rows_of(text: str, actors: Sequence[ActorMention], sentences: Sequence[Sentence]) -> Iterator[Row]:
    """The words of each sentence as the grammar of statements walks over them."""
    words = list(tokens(fold(text)))
    starts = [w.start for w in words]
    actor_starts = [a.start for a in actors]
    for sentence in sentences:
        inside = words[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        here = actors[bisect_left(actor_starts, sentence.start) : bisect_left(actor_starts, sentence.end)]
        begins = [w.start for w in inside]
        ranges = [(max(0, bisect_left(begins, a.start + 1) - 1), bisect_left(begins, a.end), a) for a in here]
        yield Row(inside, [spelling(w.text) for w in inside], ranges)


def statements_in(row: Row) -> list[Statement]:
    """What is said in a sentence and by whom, not yet judged by whether it is about an attack."""
    actors = {i: (a, b) for a, b, _ in reversed(row.actors) for i in range(a, b)}
    return read_statements(Line(row.keys, actors, frozenset(actors)))


def _passed_on_once(row: Row, statements: Sequence[Statement]) -> Iterator[Statement]:
    """The statements without media that only pass on what another speaker of the sentence says."""
    first = min((s.cue_start for s in statements if s.speaker or s.rule == "verb_alone"), default=0)
    for s in statements:
        after = s.rule == "source_after" and first < s.cue_start and s.speaker
        if not (after and _only_passes_on(row, after)):
            yield s


def _only_passes_on(row: Row, source: Speaker) -> bool:
    """Whether a source behind another's statement is a medium, or the spokesman of who speaks (المتحدث باسمه)."""
    if any(m.category == "media" for m in around(row.actors, source.start, source.end)):
        return True
    words = row.keys[source.head : source.end]
    return is_noun_of(words[0][source.cut :], "media") or any(w in ("باسمه", "باسمها", "باسمهم") for w in words)


def _judge(read: Sequence[tuple[Row, Statement]], full: Sequence[NamedSpeaker | None]) -> Iterator[_Judged]:
    last: NamedSpeaker | None = None
    issuer: NamedSpeaker | None = None
    for (row, statement), speaker in zip(read, full, strict=True):
        speaking = speaker or last
        if speaker and speaker.words[0] in _STAND_INS and set(speaker.words[1:]) <= ITSELF:
            if statement.rule.startswith("source") and speaker.words[0] != "المصدر":
                continue  # وفق البيان: its words are the speaker's who issued it
            speaking = (
                (issuer if speaker.words[0] == "البيان" else None) or last or speaker
            )  # the speaker before is meant
        if speaking is None:
            continue
        if statement.rule != "masdar":
            last = speaking
            issuer = speaking if _in_a_statement(row, statement) else issuer
        said = _said(row, statement, speaking)
        verdict = decide(statement, said)
        if verdict:
            culprit = verdict[1] if verdict[0] == "accuses" else None
            accused = (culprit.named.start, culprit.named.end) if culprit and culprit.named else None
            claim = _mention(row, statement, speaking, verdict[0], here=speaker)
            yield _Judged(replace(claim, accused=accused), culprit, speaking)


def _in_a_statement(row: Row, s: Statement) -> bool:
    """قال X في بيان: what البيان says later on, X says."""
    return any(bare(k) == "بيان" for k in row.keys[s.cue_start + 1 : min(s.content_start, s.cue_start + REACH)])


def _said(row: Row, statement: Statement, speaker: NamedSpeaker) -> Said:
    start, stop = statement.content_start, statement.content_end
    near = row.actors[
        bisect_left(row.actors, start, key=lambda r: r[0]) : bisect_left(row.actors, stop, key=lambda r: r[0])
    ]
    inside = [(a - start, b - start, m) for a, b, m in near if b <= stop]
    return Said(row.keys[start:stop], inside, speaker.phrase, speaker.side)


def _mention(row: Row, s: Statement, speaker: NamedSpeaker, act: str, *, here: NamedSpeaker | None) -> ClaimMention:
    words = row.words
    content = words[s.content_start : s.content_end]
    first = min([s.cue_start, s.content_start] + ([s.speaker.start] if s.speaker else []))
    last = max([s.cue_end, s.content_end] + ([s.speaker.end] if s.speaker else []))
    while last > first + 1 and not words[last - 1].text[0].isalnum():
        last -= 1
    return ClaimMention(
        start=words[first].start,
        end=words[last - 1].end,
        speaker_start=speaker.start,
        speaker_end=speaker.end,
        act=act,
        verb_start=words[s.cue_start].start,
        verb_end=words[s.cue_end - 1].end,
        content_start=content[0].start,
        content_end=content[-1].end,
        speaker_anaphoric=here is None or not words[0].start <= speaker.start < words[-1].end,
        rule=s.rule,
        via=_named_medium(row, s),
    )


def _named_medium(row: Row, s: Statement) -> tuple[int, int] | None:
    """The medium's words, unless they are only its kind (قناة)."""
    if s.via is None or (s.via.end == s.via.start + 1 and is_noun_of(row.keys[s.via.start], "media")):
        return None
    return row.words[s.via.start].start, row.words[s.via.end - 1].end


def _with_admissions(judged: Sequence[_Judged]) -> Iterator[_Judged]:
    """Each accusation with the statements in which the accused side itself claims an attack."""
    admitted = [j for j in judged if j.claim.act == "claims_responsibility"]
    for j in judged:
        by = [a.claim.start for a in admitted if j.perpetrator and j.perpetrator.shares(a.speaker.side)]
        yield replace(j, claim=replace(j.claim, admissions=tuple(dict.fromkeys(by))))


def _unrepeated(judged: Iterator[_Judged]) -> Iterator[_Judged]:
    """Without what goes on in the act of its main verb: a participle (مشيرا إلى), a verb inside it (بيانا قالت فيه)."""
    last: ClaimMention | None = None
    for j in judged:
        inside = j.claim.rule == "verb_alone" and last is not None and j.claim.verb_start < last.content_end
        goes_on = (j.claim.rule == "participle" or inside) and last is not None and last.act == j.claim.act
        if not (goes_on and last and last.speaker_start == j.claim.speaker_start):
            yield j
        last = j.claim
