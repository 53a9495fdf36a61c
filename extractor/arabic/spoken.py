"""Statements that a verb, participle or noun of saying opens."""

from collections.abc import Sequence

from extractor.arabic.openings import ACCUSING, COMMAS, clause_end, event_behind_b, opening_of
from extractor.arabic.speaker_subjects import behind_adverbs, doer_before, subject_before, subject_behind
from extractor.arabic.speakers import Speaker, behind_called, read_speaker
from extractor.arabic.speech import Cue, find_cue, is_a, is_noun_of, unjoined, word_class
from extractor.arabic.spoken_forms import read_masdar, read_participle, read_quoted
from extractor.arabic.statement import Line, Statement


def read_spoken(line: Line, i: int) -> Statement | None:
    """The statement that a verb or noun of saying opens."""
    cue = find_cue(line.keys, i)
    if cue is None or (i > 0 and _relays(line, i)):
        return None
    if cue.form == "participle":
        return read_participle(line, cue)
    if cue.form == "noun" or (cue.verb.gloss == "adopt" and i > 0 and line.keys[i - 1] == "الي"):
        return read_masdar(line, cue)  # سارعت X إلى تبني الهجوم
    return read_quoted(line, cue) if cue.verb.gloss in ("relay", "quote") else _finite(line, cue)


_OF_THINGS = frozenset(("describe", "consider"))


def _relays(line: Line, i: int) -> bool:
    """Whether the verb only carries a source word before it (وفق ما أفاد); كما قال X إن goes on as a statement."""
    keys = line.keys
    back = [unjoined(k) for k in keys[max(0, i - 2) : i]]
    also = i == 1 or not keys[i - 2][0].isalnum()  # كما أعلن X opens a sentence of its own
    return (back[-1] == "كما" and not also and not goes_on(keys, i)) or any(
        b in word_class("source_words") for b in back
    )


def goes_on(keys: Sequence[str], i: int) -> bool:
    """Whether the verb behind كما has a statement of its own before the clause ends."""
    cue = find_cue(keys, i)
    if cue is None or cue.form != "finite":
        return False
    end = clause_end(keys, i + 1)
    end = clause_end(keys, end + 1) if end < len(keys) and keys[end] in COMMAS and end - i > 2 else end
    return any(
        is_a(keys[k], "openers")
        or (keys[k] in cue.verb.opens and k > i + 1)
        or ("ب" in cue.verb.opens and keys[k].startswith("ب") and event_behind_b(keys[k], cue.verb.act))
        or (cue.verb.takes_object and k > i + 1 and keys[k] in word_class("event_nouns"))
        for k in range(i + 1, min(end + 2, len(keys)))
    )


def _finite(line: Line, cue: Cue) -> Statement | None:
    keys = line.keys
    start = behind_called(keys, behind_adverbs(keys, cue.at + 1), len(keys))
    if cue.verb.gloss == "come" and start < len(keys) and keys[start] == "في":
        start += 1
    opening = opening_of(line, cue, start)
    if opening is None:
        return None
    if cue.verb.gloss in ("make clear", "express") and not (_opens_clause(keys, cue) and _can_speak(line, start)):
        return None  # the prepositions بين and عبر
    medium, content = _behind_verb(line, cue, start, opening)
    if _ownerless(keys, cue, medium.start if medium and not medium.person else start):
        return None
    source = _source_inside(line, medium, content)
    via, speaker = (medium, source) if source else (None, medium)
    rule = "verb_speaker"
    if speaker is None:
        before = None if _impersonal(keys, cue) else _before_verb(line, cue)
        if before is None:
            return None
        speaker, rule = before
    return Statement(cue, cue.verb.act, cue.verb.gloss, cue.at, cue.at + 1, speaker, content, len(keys), rule, via)


def _ownerless(keys: Sequence[str], cue: Cue, subject: int) -> bool:
    """تشير حصيلة إلى, تفيد الأنباء بأن: whose they are, the words do not say."""
    speaks = not cue.verb.takes_object or is_noun_of(keys[subject], "voiceless")
    return speaks and subject > cue.at and is_noun_of(keys[subject], "ownerless")


def _behind_verb(line: Line, cue: Cue, start: int, opening: tuple[int, int]) -> tuple[Speaker | None, int]:
    """The subject behind a verb, and where the content begins."""
    subject_end, content = opening
    if cue.verb.gloss in ACCUSING and cue.at > 0 and line.actor_at(cue.at - 1) and not cue.joined:
        return None, start  # أنقرة حملت X المسؤولية
    speaker = subject_behind(line, cue, start, subject_end)
    if speaker and cue.verb.gloss in ACCUSING - {"blame"} and _only_accused(line.keys, content):
        return None, start  # وحملت X المسؤولية: the subject is the pronoun
    if speaker and cue.verb.gloss in _OF_THINGS and not (speaker.person or _can_speak(line, speaker.start)):
        return None, content  # ووصف الوضع بأنه: what is described, or deemed, is no speaker
    return speaker, content


def _before_verb(line: Line, cue: Cue) -> tuple[Speaker | None, str] | None:
    """The subject before a verb with its rule; no speaker where the last goes on, None if nobody speaks."""
    keys, asyndetic = line.keys, not cue.joined
    speaker = subject_before(line, cue.at) if asyndetic or _topic(keys, cue.at) else None
    if speaker and _quoted(keys, speaker.start):
        return None  # أن المعلومات تشير إلى
    if speaker and is_noun_of(keys[speaker.start], "voiceless"):
        if not (keys[speaker.start].endswith("ا") or keys[cue.at + 1] in ("انها", "انه")):
            return None  # أن سفينة أبلغت
        speaker = None  # نشرت صورا قالت إنها: who published them speaks
    somebody = speaker and (speaker.person or _can_speak(line, speaker.start))
    if asyndetic and cue.verb.gloss in _OF_THINGS and not somebody:
        return None  # إصابات وصفت بالطفيفة, هذه الأرقام تعتبر أولية: passives
    if speaker:
        return speaker, "speaker_verb"
    doer = doer_before(line, cue.at) if asyndetic and cue.verb.act in ("reports", "assesses") else None
    return (doer, "object_verb") if doer else (None, "verb_alone")


def _quoted(keys: Sequence[str], start: int) -> bool:
    return is_noun_of(keys[start], "statements") and start > 0 and is_a(keys[start - 1], "openers")


def _only_accused(keys: Sequence[str], content: int) -> bool:
    """Whether the charge follows the only noun phrase right away: it is then the one accused."""
    return keys[content].startswith(("ب", "المسوولي", "مسوولي")) and not keys[content - 1].endswith(",")


def _opens_clause(keys: Sequence[str], cue: Cue) -> bool:
    return (
        cue.at == 0 or cue.joined or not keys[cue.at - 1][0].isalnum() or keys[cue.at - 1] in ("كما", "فيما", "بينما")
    )


def _can_speak(line: Line, start: int) -> bool:
    if start >= len(line.keys) or line.actor_at(start) or is_a(line.keys[start], "prepositions"):
        return start < len(line.keys)
    heads = ("titles", "organizations", "bare_heads", "media", "statements")
    return line.keys[start] == "وسايل" or any(is_noun_of(line.keys[start], name) for name in heads)


def _source_inside(line: Line, medium: Speaker | None, stop: int) -> Speaker | None:
    """`أفادت X نقلا عن Y بأن`: Y speaks, and X passes it on."""
    if medium is None:
        return None
    keys = line.keys
    for k in range(medium.end, min(stop, medium.end + 12) - 1):
        if keys[k] in ("نقلا", "استنادا") and k + 2 < len(keys):
            return read_speaker(keys, k + 2, clause_end(keys, k + 2), line.named)
    return None


def _topic(keys: Sequence[str], at: int) -> bool:
    """أما X، فقال: the ف of the answer does not part the verb from its subject."""
    return keys[at].startswith("ف") and any(keys[k] in ("اما", "واما") for k in range(max(0, at - 12), at))


def _impersonal(keys: Sequence[str], cue: Cue) -> bool:
    """يذكر أن, يعتقد أن, معلومات تفيد بأن: nobody, or only the words themselves, are said to speak."""
    word = unjoined(keys[cue.at]) if cue.joined else keys[cue.at]
    statement = cue.at > 0 and is_noun_of(keys[cue.at - 1], "statements") and not keys[cue.at - 1].startswith("ال")
    return (word.startswith("ي") and not word.endswith("ون")) or (statement and word.startswith("ت"))
