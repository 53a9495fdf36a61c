"""Statements that a verb, participle or noun of saying opens."""

from collections.abc import Sequence
from dataclasses import replace

from extractor.arabic.speakers import Speaker, read_speaker
from extractor.arabic.speech import Cue, find_cue, is_a, is_attack_verb, is_noun_of, unjoined, word_class
from extractor.arabic.statement import Line, Statement

REACH = 40
COMMAS = frozenset(",،؛")
_LONG_QUOTE = 7
_QUOTES = frozenset("\"'")
_LEAD = frozenset(("كان", "كانت", "وكان", "وكانت", "قد", "وقد", "يذكر", "يشار", "الى", "غير", "الا"))


def clause_end(keys: Sequence[str], i: int) -> int:
    """The first comma, stop or فإن from word `i` on, within the reach of a speaker's phrase."""
    for k in range(i, min(i + REACH, len(keys))):
        if keys[k] in COMMAS or keys[k] in (".", ":", "فقد") or keys[k].startswith("فان"):
            return k
    return min(i + REACH, len(keys))


def read_spoken(line: Line, i: int) -> Statement | None:
    """The statement that a verb or noun of saying opens."""
    cue = find_cue(line.keys, i)
    if cue is None or (i > 0 and _relays(line.keys, i)):
        return None
    if cue.form == "participle":
        return _participle(line, cue)
    if cue.form == "noun":
        return _masdar(line, cue)
    return _quoted_from(line, cue) if cue.verb.gloss in ("relay", "quote") else _finite(line, cue)


def _relays(keys: Sequence[str], i: int) -> bool:
    """Whether the verb only carries a source word before it (وفق ما أفاد, كما قال)."""
    back = [unjoined(k) for k in keys[max(0, i - 2) : i]]
    return back[-1] == "كما" or any(b in word_class("source_words") for b in back)


def _finite(line: Line, cue: Cue) -> Statement | None:
    keys = line.keys
    start = _behind_adverbs(keys, cue.at + 1)
    if cue.verb.gloss == "come" and start < len(keys) and keys[start] == "في":
        start += 1
    opening = _opening(line, cue, start)
    if opening is None:
        return None
    subject_end, content = opening
    speaker = _subject(line, cue, start, subject_end)
    rule = "verb_speaker" if speaker else "verb_alone"
    if speaker is None and _impersonal(keys, cue):
        return None
    if speaker is None and not cue.joined:
        speaker = _subject_before(line, cue.at)
        rule = "speaker_verb" if speaker else rule
    return Statement(cue, cue.verb.act, cue.verb.gloss, cue.at, cue.at + 1, speaker, content, len(keys), rule)


def _impersonal(keys: Sequence[str], cue: Cue) -> bool:
    """يذكر أن, يعتقد أن, معلومات تفيد بأن: nobody, or only the words themselves, are said to speak."""
    word = unjoined(keys[cue.at]) if cue.joined else keys[cue.at]
    statement = cue.at > 0 and is_noun_of(keys[cue.at - 1], "statements") and not keys[cue.at - 1].startswith("ال")
    return word.startswith("ي") or (statement and word.startswith("ت"))


def _behind_adverbs(keys: Sequence[str], i: int) -> int:
    while i < len(keys) and (is_a(keys[i], "adverbs") or keys[i] in COMMAS or keys[i] == "-"):
        i = _closing_dash(keys, i) + 1 if keys[i] == "-" else i + 1
    return i


def _closing_dash(keys: Sequence[str], i: int) -> int:
    """The dash that closes the insertion that one opens, or the dash itself."""
    return next((k for k in range(i + 1, min(i + 20, len(keys))) if keys[k] == "-"), i)


def _subject(line: Line, cue: Cue, start: int, stop: int) -> Speaker | None:
    keys = line.keys
    if start >= stop or is_a(keys[start], "prepositions") or keys[start] in ("ل", "ب"):
        return None
    if keys[start].startswith(("لل", "بال")) or (keys[start][0] in "ل" and is_noun_of(keys[start][1:], "recipients")):
        return None
    if is_noun_of(keys[start], "self_words") or (
        is_noun_of(keys[start], "event_nouns") and keys[start] not in ("اي", "ايه")
    ):
        return None
    return _whole(line, read_speaker(keys, start, stop, line.named))


def _whole(line: Line, speaker: Speaker | None) -> Speaker | None:
    """A speaker that begins with a known actor has the actor's extent (القاعدة في جزيرة العرب)."""
    actor = line.actor_at(speaker.start) if speaker and not speaker.person else None
    if speaker is None or actor is None or actor[0] != speaker.start:
        return speaker
    goes_on = actor[1] < len(line.keys) and line.keys[actor[1]].startswith(("ال", "و"))
    return replace(speaker, end=max(speaker.end, actor[1]) if goes_on else actor[1])


def _opening(line: Line, cue: Cue, start: int) -> tuple[int, int] | None:
    """(one past the subject, where the content begins) behind a verb of saying."""
    keys, verb = line.keys, cue.verb
    if verb.act == "accuses" and cue.form != "noun":
        return _accused(line, start)
    for k in range(start, min(start + REACH, len(keys))):
        word = keys[k]
        if is_a(word, "openers"):
            return k, k
        if word == ":" or (word in _QUOTES and _long_quote(keys, k)):
            return k, min(k + 1, len(keys) - 1)
        if word in verb.opens or (unjoined(word) in verb.opens and k > start):
            return k, k + 1
        if "ب" in verb.opens and word.startswith("ب") and _event_behind_b(word, verb.act):
            return k, k
        if verb.takes_object and k not in line.named and _is_event(keys, k, start):
            return k, k
        if k > start and _other_verb(keys, k):
            break
    actor = line.actor_at(start)
    return (actor[1], actor[1]) if actor and verb.takes_object and actor[1] < len(keys) else None


def _is_event(keys: Sequence[str], k: int, start: int) -> bool:
    word = keys[k]
    if word not in word_class("event_nouns") or (k == start and word in ("اي", "ايه", "ما", "نحو", "عشرات")):
        return False
    return word not in ("اي", "ايه", "ما") or k > start + 1


def _event_behind_b(word: str, act: str) -> bool:
    rest = word[3:] if word.startswith("بال") else word[1:]
    if word == "باسم" or len(rest) < 2:
        return False
    return act == "threatens" or rest in word_class("event_nouns") or "ال" + rest in word_class("event_nouns")


def _long_quote(keys: Sequence[str], k: int) -> bool:
    """Whether the quote that opens at `k` is speech and not a name: it is long, or holds a verb."""
    if keys[k - 1] == ":":
        return True
    closing = next((n for n in range(k + 1, min(k + 2 + _LONG_QUOTE, len(keys))) if keys[n] in _QUOTES), None)
    return closing is None


def _other_verb(keys: Sequence[str], k: int) -> bool:
    cue = find_cue(keys, k)
    return keys[k] in ".؟!" or (cue is not None and cue.form == "finite" and keys[k - 1] not in word_class("relatives"))


def _accused(line: Line, start: int) -> tuple[int, int] | None:
    """For اتهم X Y ب: the content begins at the second actor, or behind the speaker where he is named in full."""
    speaker = (
        read_speaker(line.keys, start, min(start + REACH, len(line.keys)), line.named)
        if start < len(line.keys)
        else None
    )
    if speaker is None:
        return None
    own = line.actor_at(speaker.start)
    border = own[1] if own else speaker.end
    behind = [a for a in line.actors if a[0] >= (border if own or speaker.person else start)]
    if not behind:
        return (border, border) if border < len(line.keys) else None
    if not own and not speaker.person and behind[0][0] < speaker.end:
        border = behind[0][1]
        return (border, border) if border < len(line.keys) else None
    return behind[0][0], behind[0][0]


def _subject_before(line: Line, at: int) -> Speaker | None:
    """The speaker right before the verb: X قال, X، أشارت."""
    keys = line.keys
    stop = at
    while stop > 0 and keys[stop - 1] in COMMAS | {"قد", "-"}:
        stop -= 1
    start = stop
    while start > 0 and not _starts_clause(keys, start - 1):
        start -= 1
    while start < stop and (keys[start] in _LEAD or is_a(keys[start], "openers")):
        start += 1
    if start >= stop or stop - start > 30 or is_a(keys[start], "prepositions"):
        return None
    if any(is_attack_verb(k) for k in keys[start:stop]) or any(find_cue(keys, k) for k in range(start, stop)):
        return None
    return read_speaker(keys, start, stop, line.named)


def _starts_clause(keys: Sequence[str], k: int) -> bool:
    return (
        keys[k] in COMMAS
        or keys[k] in (".", ":", "-")
        or is_a(keys[k], "openers")
        or keys[k] in ("حيث", "فيما", "بينما", "لكن")
    )


def _participle(line: Line, cue: Cue) -> Statement | None:
    """مشيرا إلى, مضيفة أن, متهما X ب: the speaker of the main verb goes on."""
    keys = line.keys
    word = unjoined(keys[cue.at]) if cue.joined else keys[cue.at]
    if cue.at == 0 or not word.endswith(("ا", "ه", "ين")) or word.startswith("ال"):
        return None
    if cue.verb.act == "accuses":
        content = cue.at + 1
        if line.actor_at(content) is None:
            return None
    else:
        opening = _opening(line, cue, cue.at + 1)
        if opening is None or opening[0] > cue.at + 3:
            return None
        content = opening[1]
    return Statement(cue, cue.verb.act, cue.verb.gloss, cue.at, cue.at + 1, None, content, len(keys), "participle")


def _masdar(line: Line, cue: Cue) -> Statement | None:
    """A noun of saying with its actor or with a pronoun: إعلان X مقتل, إعلان مسؤوليته عن."""
    keys, i = line.keys, cue.at + 1
    if i >= len(keys):
        return None
    if keys[i].startswith("مسوولي"):
        earlier = [a for a in line.actors if a[1] <= cue.at]
        speaker = Speaker(*earlier[0], head=earlier[0][0]) if earlier else None
        return Statement(cue, "reports", cue.verb.gloss, cue.at, i, speaker, i, len(keys), "masdar")
    actor = line.actor_at(i)
    opening = _opening(line, cue, actor[1]) if actor else None
    if actor is None or opening is None or opening[0] > actor[1] + 3:
        return None
    return Statement(
        cue, cue.verb.act, cue.verb.gloss, cue.at, i, Speaker(*actor, head=i), opening[1], len(keys), "masdar"
    )


def _quoted_from(line: Line, cue: Cue) -> Statement | None:
    """نقلت وكالة … عن X أن: X speaks."""
    keys = line.keys
    at = next((k for k in range(cue.at + 1, min(cue.at + 12, len(keys))) if keys[k] == "عن"), None)
    if at is None or at + 1 >= len(keys):
        return None
    content = next(
        (k for k in range(at + 1, min(at + REACH, len(keys))) if is_a(keys[k], "openers") or keys[k] == ":"), None
    )
    speaker = read_speaker(keys, at + 1, content or len(keys), line.named)
    if content is None or speaker is None:
        return None
    return Statement(cue, "reports", cue.verb.gloss, cue.at, cue.at + 1, speaker, content, len(keys), "quoted_from")
