"""Statements in one sentence: a cue of speech, who speaks, and the words that are said. Word ranges, not yet judged."""

from collections.abc import Sequence
from dataclasses import replace

from extractor.arabic.speakers import Speaker, read_speaker
from extractor.arabic.speech import NEGATIONS, bare, find_cue, is_a, relayed, unjoined, word_class
from extractor.arabic.spoken import REACH, clause_end, read_spoken
from extractor.arabic.statement import Line, Statement


def read_statements(line: Line) -> list[Statement]:
    """The statements of a sentence in order; the content of each ends where the next with its own speaker begins."""
    found: list[Statement] = []
    for i in range(len(line.keys)):
        found.extend(s for s in (_source(line, i, found), read_spoken(line, i), _silence(line, i)) if s)
    return [_bounded(s, found[n + 1 : n + 9]) for n, s in enumerate(found)]


def _bounded(statement: Statement, later: Sequence[Statement]) -> Statement:
    if statement.rule.startswith("source_after"):
        return statement
    for other in later:
        if other.rule == "verb_alone" and not (other.cue and other.cue.joined):
            continue
        begin = min([other.cue_start] + ([other.speaker.head] if other.speaker else []))
        if begin > statement.content_start:
            return replace(statement, content_end=min(statement.content_end, begin))
    return statement


def _source(line: Line, i: int, before: Sequence[Statement]) -> Statement | None:
    """`بحسب X` behind or before what X says; `كما قال X` likewise."""
    keys, stop = line.keys, len(line.keys)
    word = keys[i] if keys[i] in word_class("source_words") else unjoined(keys[i])
    as_said = word == "كما" and i + 1 < stop and relayed(keys[i + 1]) and find_cue(keys, i + 1) is not None
    if not (word in word_class("source_words") or as_said):
        return None
    start = _behind_source_word(keys, i + 1)
    if start >= stop or is_a(keys[start], "self_words") or is_a(keys[start], "source_words"):
        return None
    speaker = _source_speaker(line, start, dative=start == i + 1 and word.endswith("ا"))
    if speaker is None or (_opens_sentence(keys, i) and as_said):
        return None
    if _opens_sentence(keys, i):
        begin, end, rule = min(clause_end(keys, start) + 1, stop - 1), stop, "source_before"
    else:
        begin = next((s.cue_start for s in reversed(before) if s.rule != "source_before"), 0)
        end, rule = i, "source_after"
    return Statement(None, "reports", "according to", i, speaker.end, speaker, begin, end, rule)


def _source_speaker(line: Line, start: int, *, dative: bool) -> Speaker | None:
    """The speaker behind a source word; وفقا ل writes its ل on the first word, which is no part of the name."""
    first = line.keys[start]
    cut = int(dative and first.startswith("ل") and not first.startswith("لل"))
    window = [first[cut:], *line.keys[start + 1 : start + REACH]]
    named = frozenset(k for k in range(len(window)) if k + start in line.named)
    found = read_speaker(window, 0, clause_end(window, 0), named)
    if found is None:
        return None
    own_cut = cut if found.start == 0 else found.cut
    return replace(found, start=found.start + start, end=found.end + start, head=found.head + start, cut=own_cut)


def _opens_sentence(keys: Sequence[str], i: int) -> bool:
    back = i - 1
    while back >= 0 and not keys[back][0].isalnum():
        back -= 1
    return back < 2


def _behind_source_word(keys: Sequence[str], i: int) -> int:
    links = ("ل", "عن", "الى", "ما", "لما", "به", "على", "حد")
    for k in range(i, min(i + 8, len(keys))):
        if not (keys[k] in links or relayed(keys[k]) or is_a(keys[k], "adverbs")):
            return k
    return len(keys)


def _silence(line: Line, i: int) -> Statement | None:
    """`لم يصدر تعليق من X`."""
    keys = line.keys
    if bare(keys[i]) != "تعليق" or not any(w in NEGATIONS for w in keys[max(0, i - 6) : i]):
        return None
    for k in range(i + 1, min(i + 5, len(keys) - 1)):
        if keys[k] in ("من", "عن", "ل"):
            speaker = read_speaker(keys, k + 1, clause_end(keys, k + 1), line.named)
            if speaker:
                return Statement(None, "no_comment", "comment", max(0, i - 2), i + 1, speaker, i, len(keys), "silence")
    return None
