"""The subject of a verb of saying: behind it, before it, or behind its object."""

from collections.abc import Sequence
from dataclasses import replace

from extractor.arabic.openings import COMMAS, is_event_noun
from extractor.arabic.speakers import Speaker, read_speaker
from extractor.arabic.speech import Cue, find_cue, is_a, is_attack_verb, is_noun_of, unjoined, word_class
from extractor.arabic.statement import Line

_ASIDE = frozenset(("جهته", "جهتها", "جهتهم", "جانبه", "جانبها", "جانبهم", "ناحيته", "ناحيتها", "جهه", "ناحيه"))
_MOST = frozenset(("معظم", "غالبيه", "كل", "جميع", "هذه", "هذا", "تلك", "ذلك", "بعض", "اغلب"))
_LONGEST, _FARTHEST = 30, 40  # words of a speaker's phrase; the same with what leads it
_LEAD = frozenset(
    (
        "ثمه",
        "هناك",
        "اما",
        "واما",
        "لكن",
        "كما",
        "كان",
        "كانت",
        "وكان",
        "وكانت",
        "قد",
        "وقد",
        "يذكر",
        "يشار",
        "غير",
        "الا",
    )
)


def behind_adverbs(keys: Sequence[str], i: int) -> int:
    """The word behind adverbs, commas, insertions between dashes and من جهته."""
    while i < len(keys) and (is_a(keys[i], "adverbs") or keys[i] in COMMAS or keys[i] == "-" or _aside(keys, i)):
        i = _closing_dash(keys, i) + 1 if keys[i] == "-" else i + 1 + _aside(keys, i)
    return i


def _aside(keys: Sequence[str], i: int) -> bool:
    """من جهته, من جانبها."""
    return keys[i] == "من" and i + 1 < len(keys) and keys[i + 1] in _ASIDE


def _closing_dash(keys: Sequence[str], i: int) -> int:
    """The dash that closes the insertion that one opens, or the dash itself."""
    return next((k for k in range(i + 1, min(i + 20, len(keys))) if keys[k] == "-"), i)


def subject_behind(line: Line, cue: Cue, start: int, stop: int) -> Speaker | None:
    """The subject in the words `start:stop` behind a verb; behind its object where that comes first."""
    keys = line.keys
    if cue.verb.act == "claims_responsibility" and start < len(keys) and _object_first(keys, start):
        behind = next((a for a, _ in line.actors_in(start + 1, min(start + 12, len(keys)))), None)
        return whole(line, read_speaker(keys, behind, len(keys), line.named)) if behind else None
    if start >= stop or is_a(keys[start], "prepositions") or keys[start] in ("ل", "ب", "اخري", "اخرون"):
        return None
    if keys[start].startswith(("لل", "بال")) or (keys[start][0] in "ل" and is_noun_of(keys[start][1:], "recipients")):
        return None
    if keys[start] == "الصحه":
        return whole(line, read_speaker(keys, start, stop, line.named))  # the ministry by the name of its field
    if (
        is_noun_of(keys[start], "self_words")
        or (is_event_noun(keys[start]) and keys[start].endswith(("ها", "هم")))
        or (
            is_noun_of(keys[start], "event_nouns")
            and keys[start] not in ("اي", "ايه")
            and not (is_noun_of(keys[start], "statements") and cue.verb.gloss in ("inform", "say", "point out"))
        )
    ):
        return None
    return whole(line, read_speaker(keys, start, stop, line.named))


def _object_first(keys: Sequence[str], start: int) -> bool:
    return keys[start] in _MOST or keys[start] in word_class("event_nouns") - {"اي", "ايه", "ما"}


def whole(line: Line, speaker: Speaker | None) -> Speaker | None:
    """A speaker that begins with a known actor has the actor's extent (القاعدة في جزيرة العرب)."""
    actor = line.actor_at(speaker.start) if speaker and not speaker.person else None
    if speaker is None or actor is None or actor[0] != speaker.start:
        return speaker
    goes_on = actor[1] < len(line.keys) and line.keys[actor[1]].startswith(("ال", "و"))
    return replace(speaker, end=max(speaker.end, actor[1]) if goes_on else actor[1])


def subject_before(line: Line, at: int) -> Speaker | None:
    """The speaker right before the verb: X قال, X، أشارت."""
    keys = line.keys
    stop = at
    while stop > 0 and keys[stop - 1] in COMMAS | {"قد", "-"}:
        stop -= 1
    stop = _before_insertion(keys, stop)
    start = stop
    while start > max(0, stop - _FARTHEST) and not _starts_clause(keys, start - 1):
        start -= 1
    while start < stop and (keys[start] in _LEAD or is_a(keys[start], "openers") or is_a(keys[start], "source_words")):
        start += 1
    if (
        start >= stop
        or stop - start > _LONGEST
        or any(is_a(keys[start], name) for name in ("prepositions", "relatives"))
    ):
        return None
    if any(is_attack_verb(k) for k in keys[start:stop]) or any(find_cue(keys, k) for k in range(start, stop)):
        return None
    found = read_speaker(keys, start, stop, line.named)
    return unjoined_speaker(keys, found) if found else None


def unjoined_speaker(keys: Sequence[str], speaker: Speaker) -> Speaker:
    """A speaker without the و that joins his clause to the one before: ووزارة الصحة تؤكد."""
    joined = not speaker.person and not speaker.cut and unjoined(keys[speaker.start]) != keys[speaker.start]
    return replace(speaker, cut=1) if joined else speaker


def doer_before(line: Line, at: int) -> Speaker | None:
    """Who hit what a relative clause is about: قصفت الطائرات مواقع قالت إنها, شن الجيش غارات ادعى أنها."""
    keys = line.keys
    if at + 1 >= len(keys) or not is_a(keys[at + 1], "openers") or keys[at + 1] in ("ان", "بان"):
        return None
    for k in range(at - 1, max(0, at - _FARTHEST), -1):
        if keys[k] in ".:" or find_cue(keys, k):
            return None
        actor = line.actor_at(k)
        if actor and actor[0] == k and is_attack_verb(keys[k - 1]):
            return Speaker(*actor, head=k)
    return None


def main_doer(line: Line, at: int) -> Speaker | None:
    """The subject of the verb of attack that opens a clause before word `at`, where the verb there agrees with it."""
    keys, said = line.keys, line.keys[at]
    for a in range(max(1, at - _FARTHEST), at):
        verb, actor = keys[a - 1], line.actor_at(a)
        opens = a == 1 or keys[a - 2] in COMMAS or keys[a - 2] in _LEAD or unjoined(verb) != verb
        if opens and is_attack_verb(verb) and (actor or keys[a].startswith("ال")) and _agree(verb, said, keys[a]):
            return Speaker(*actor, head=a) if actor else read_speaker(keys, a, at, line.named)
    return None


def _agree(verb: str, said: str, doer: str) -> bool:
    """Whether two verbs, or a verb and a participle, may have one subject: in gender, in number behind a plural."""
    if said.endswith(("وا", "ين")):
        return doer.endswith("ون")
    return verb.endswith("ت") == said.endswith(("ت", "ه"))


def _before_insertion(keys: Sequence[str], stop: int) -> int:
    """Where a phrase ends that only adverbs between commas part from its verb: المصادر، أمس الاثنين، أفادت."""
    at = stop
    while at > 0 and is_a(keys[at - 1], "adverbs"):
        at -= 1
    return at - 1 if 0 < at < stop and keys[at - 1] in COMMAS else stop


def _starts_clause(keys: Sequence[str], k: int) -> bool:
    return (
        keys[k] in COMMAS
        or keys[k] in (".", ":", "-")
        or is_a(keys[k], "openers")
        or keys[k] in ("حيث", "فيما", "بينما", "لكن")
    )
