"""Statements by other forms than a verb with its subject: participle, noun of saying, relayed words, relative verb."""

from extractor.arabic.openings import LONG_QUOTE, REACH, clause_end, opening_of
from extractor.arabic.speaker_subjects import whole
from extractor.arabic.speakers import Speaker, read_speaker
from extractor.arabic.speech import Cue, SpeechVerb, is_a, relative_verb, unjoined
from extractor.arabic.statement import Line, Statement

_HURRYING = ("سارع", "بادر", "عمد", "عاد", "اقدم")


def read_adopted(line: Line, i: int) -> Statement | None:
    """`تفجير تبناه X`, `وهو ما نفاه X`: a claim or denial whose object stands before it."""
    keys = line.keys
    verb = relative_verb(keys[i])
    if verb is None or i + 1 >= len(keys) or i == 0:
        return None
    if verb.gloss == "attribute":
        return _attributed(line, i, verb)
    answers = verb.act == "denies" or verb.gloss == "affirm"
    if verb.act != "claims_responsibility" and not (answers and keys[i - 1] in ("ما", "الذي", "التي")):
        return None
    speaker = whole(line, read_speaker(keys, i + 1, clause_end(keys, i + 1), line.named))
    if speaker is None:
        return None
    begin = max(0, i - (3 if verb.gloss == "affirm" else 2 * LONG_QUOTE))  # what is affirmed is the noun before
    return Statement(None, verb.act, verb.gloss, i, i + 1, speaker, begin, i, "adopted")


def _attributed(line: Line, i: int, verb: SpeechVerb) -> Statement | None:
    """`غارات نسبها X إلى Y`, `نسبها X للطيران`: the doer stands behind the preposition."""
    keys = line.keys
    near = range(i + 2, min(i + REACH, len(keys)))
    to = next((k for k in near if keys[k] in ("الي", "ل") or keys[k].startswith("لل")), None)
    speaker = whole(line, read_speaker(keys, i + 1, to, line.named)) if to else None
    if speaker is None or to is None:
        return None
    actor = next(line.actors_in(to, to + 3), None)
    end = max(to + 1, actor[1] if actor else clause_end(keys, to))
    return Statement(None, verb.act, verb.gloss, i, i + 1, speaker, to, min(end, len(keys)), "attributed")


def read_participle(line: Line, cue: Cue) -> Statement | None:
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
        opening = opening_of(line, cue, cue.at + 1)
        if opening is None or opening[0] > cue.at + 3:
            return None
        content = opening[1]
    return Statement(cue, cue.verb.act, cue.verb.gloss, cue.at, cue.at + 1, None, content, len(keys), "participle")


def read_masdar(line: Line, cue: Cue) -> Statement | None:
    """A noun of saying with its actor or with a pronoun: إعلان X مقتل, إعلان مسؤوليته عن."""
    keys, i = line.keys, cue.at + 1
    if cue.verb.gloss == "adopt":
        return _hurried(line, cue)
    if i >= len(keys) or any(k in ("يتم", "تتم") for k in keys[max(0, cue.at - 1) : cue.at]):
        return None
    if keys[i].startswith("مسوولي"):
        earlier = list(line.actors_in(max(0, cue.at - REACH), cue.at))
        speaker = Speaker(*earlier[0], head=earlier[0][0]) if earlier else None
        return Statement(cue, "reports", cue.verb.gloss, cue.at, i, speaker, i, len(keys), "masdar")
    actor = line.actor_at(i)
    opening = opening_of(line, cue, actor[1]) if actor else None
    if actor is None or opening is None or opening[0] > actor[1] + 3:
        return None
    return Statement(
        cue, cue.verb.act, cue.verb.gloss, cue.at, i, Speaker(*actor, head=i), opening[1], len(keys), "masdar"
    )


def _hurried(line: Line, cue: Cue) -> Statement | None:
    """`سارعت X إلى تبني الهجوم`, `X سارعت إلى تبني`."""
    keys, at = line.keys, cue.at
    verb = next((k for k in range(at - 1, max(0, at - REACH) - 1, -1) if unjoined(keys[k]).startswith(_HURRYING)), None)
    if verb is None or at + 1 >= len(keys):
        return None
    earlier = list(line.actors_in(max(0, verb - REACH), verb))
    before = Speaker(*earlier[-1], head=earlier[-1][0]) if earlier else None
    speaker = whole(line, read_speaker(keys, verb + 1, at - 1, line.named)) if verb + 1 < at - 1 else before
    if speaker is None:
        return None
    return Statement(cue, cue.verb.act, cue.verb.gloss, verb, at + 1, speaker, at + 1, len(keys), "hurried")


def read_quoted(line: Line, cue: Cue) -> Statement | None:
    """نقلت وكالة … عن X أن: X speaks."""
    keys = line.keys
    at = next((k for k in range(cue.at + 1, min(cue.at + 12, len(keys))) if keys[k] == "عن"), None)
    if at is None or at + 1 >= len(keys):
        return None
    reach = range(at + 1, min(at + REACH, len(keys)))
    content = next((k for k in reach if is_a(keys[k], "openers") or keys[k] == ":"), None)
    speaker = read_speaker(keys, at + 1, content or len(keys), line.named)
    if content is None or speaker is None:
        return None
    via = read_speaker(keys, cue.at + 1, at, line.named)
    return Statement(
        cue, "reports", cue.verb.gloss, cue.at, cue.at + 1, speaker, content, len(keys), "quoted_from", via
    )
