"""Speakers joined by و: each says the same, so each has a statement of its own."""

from collections.abc import Iterator
from dataclasses import replace

from extractor.arabic.speakers import Speaker, read_speaker
from extractor.arabic.speech import bare, find_cue, is_a, is_noun_of, unjoined, word_class
from extractor.arabic.statement import Line, Statement

_HEADS = ("titles", "organizations", "bare_heads", "media")
_PAUSES = frozenset(",،.:\"'")
_REACH = 14


def one_each(line: Line, statement: Statement) -> Iterator[Statement]:
    """The statement of each joint speaker; أطباء وشهود, both without article or name, are one."""
    speaker = statement.speaker
    if speaker is None or speaker.person:
        yield statement
        return
    at = _joint(line, statement, speaker)
    ahead = statement.content_start if at and statement.content_start > at else len(line.keys)
    second = read_speaker(line.keys, at, min(ahead, at + _REACH), line.named) if at else None
    if at is None or second is None:
        yield statement
        return
    yield replace(statement, speaker=replace(speaker, end=min(speaker.end, at)))
    cut = 1 if second.start == at and line.keys[at - 1] != "وعن" else second.cut
    yield replace(statement, speaker=replace(second, cut=cut))


def _definite(line: Line, start: int) -> bool:
    """Whether a phrase begins with the article, a known actor or a body whose name follows."""
    word = line.keys[start]
    actor = line.actor_at(start)
    return word.startswith("ال") or bool(actor and start - actor[0] < 2) or is_noun_of(word, "organizations")


def _joint(line: Line, statement: Statement, speaker: Speaker) -> int | None:
    """Where `و` + another speaker begins: inside the phrase as it was read, right behind it, or behind an insertion."""
    stop = statement.content_start if statement.content_start > speaker.start else len(line.keys)
    definite = _definite(line, speaker.start)
    for k in range(speaker.start + 1, min(stop, speaker.end + _REACH)):
        if line.keys[k] == "وعن" and k + 1 < stop:
            return k + 1
        if not definite or (k > speaker.end and not _after_insertion(line, statement, k, speaker.end)):
            continue
        if _begins_another(line, k) and not any("مشترك" in w for w in line.keys[speaker.start : k]):
            return k
    return None


def _after_insertion(line: Line, statement: Statement, k: int, end: int) -> bool:
    """Whether a comma parts the words `end:k` off; behind a source the second speaker must end the clause, too."""
    if line.keys[k - 1] not in ",،" or (k > end + 1 and line.keys[end] not in ",،\"'"):
        return False
    if statement.content_start > end:
        return True
    phrase = read_speaker(line.keys, k, min(len(line.keys), k + _REACH), line.named)
    return phrase is not None and (phrase.end >= len(line.keys) or line.keys[phrase.end] in _PAUSES)


def _begins_another(line: Line, k: int) -> bool:
    word = line.keys[k]
    rest = unjoined(word)
    if not word.startswith("و") or rest == word or find_cue(line.keys, k):
        return False
    actor = line.actor_at(k)
    if actor and actor[0] == k:
        return True
    return any(bare(rest) in word_class(name) for name in _HEADS) and not is_a(word, "adverbs")
