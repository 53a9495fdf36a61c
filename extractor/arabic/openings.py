"""Where the words that are said begin: behind أن, a colon, a long quote, a preposition, or at a noun of events."""

from collections.abc import Sequence
from functools import lru_cache

from extractor.arabic.speakers import read_speaker
from extractor.arabic.speech import (
    Cue,
    find_cue,
    is_a,
    is_crime,
    is_harm,
    is_noun_of,
    speech_form,
    unjoined,
    word_class,
)
from extractor.arabic.statement import Line

REACH = 40
COMMAS = frozenset(",،؛")
LONG_QUOTE = 7
_QUOTES = frozenset("\"'")
_ISSUED = frozenset(("صادر", "صادره", "صدر", "نقلا", "عبر"))
ACCUSING = frozenset(("accuse", "hold responsible", "direct accusation", "blame"))
_AT_SOMEBODY = ACCUSING | {"threaten", "menace"}


def clause_end(keys: Sequence[str], i: int) -> int:
    """The first comma, stop or فإن from word `i` on, within the reach of a speaker's phrase."""
    for k in range(i, min(i + REACH, len(keys))):
        if keys[k] in COMMAS or keys[k] in (":", "فقد") or keys[k].startswith("فان") or _stops(keys, k):
            return k
    return min(i + REACH, len(keys))


def opening_of(line: Line, cue: Cue, start: int) -> tuple[int, int] | None:
    """(one past the subject, where the content begins) behind a verb of saying."""
    keys, verb = line.keys, cue.verb
    if verb.gloss in _AT_SOMEBODY and cue.form != "noun":
        return _accused(line, start)
    closed = start
    for k in range(start, min(start + REACH, len(keys))):
        if k < closed:
            continue
        found = _opens_at(line, cue, start, k)
        if found is not None:
            return k, min(found, len(keys) - 1)
        closed = _behind_brackets(keys, k)
        if k > start and closed == k and _other_verb(keys, k):
            break
    actor = line.actor_at(start)
    if verb.harms and not actor and start + 1 < len(keys):
        return start + 1, start + 1  # نعى الحزب مقاتلا: the dead are its object
    return (actor[1], actor[1]) if actor and verb.takes_object and actor[1] < len(keys) else None


def _opens_at(line: Line, cue: Cue, start: int, k: int) -> int | None:
    """Where the content begins if word `k` opens it."""
    keys, verb, word = line.keys, cue.verb, line.keys[k]
    if is_a(word, "openers"):
        return k
    if word == "(" and k > start + 1 and _behind_brackets(keys, k) == k:
        return k + 1  # قال X (قتل …): brackets for quotation marks
    if word == ":" or (word in _QUOTES and _opens_speech(keys, k, verb.takes_object)):
        return k + 1
    if (word in verb.opens or (unjoined(word) in verb.opens and k > start)) and keys[k - 1] not in _ISSUED:
        return k + 1
    if "ب" in verb.opens and word.startswith("ب") and event_behind_b(word, verb.act):
        return k
    if verb.act == "denies" and word in word_class("denied"):
        return k
    known = k in line.named and verb.act != "claims_responsibility"
    return k if verb.takes_object and not known and _is_event(keys, k, start) else None


def _opens_speech(keys: Sequence[str], k: int, takes_object: bool) -> bool:
    """Whether the quote that opens at `k` is no name: it is long, follows a colon, or begins with a noun of events."""
    if k + 1 < len(keys) and takes_object and keys[k + 1] in word_class("event_nouns"):
        return True
    return keys[k - 1] == ":" or _behind_brackets(keys, k) == k


def _behind_brackets(keys: Sequence[str], k: int) -> int:
    """One past the short quote or bracket that opens at `k`, or `k` where none does."""
    if keys[k] not in _QUOTES and keys[k] != "(":
        return k
    closing = _QUOTES if keys[k] in _QUOTES else frozenset(")")
    end = next((n + 1 for n in range(k + 1, min(k + 2 + LONG_QUOTE, len(keys))) if keys[n] in closing), k)
    return k if any(is_a(word, "openers") for word in keys[k:end]) or _first_person(keys, k + 1) else end


def _first_person(keys: Sequence[str], k: int) -> bool:
    """Whether a quote begins with a verb of the speaker's own: "تمكنا من"."""
    word = unjoined(keys[k]) if k < len(keys) else ""
    return len(word) > 4 and word.endswith("نا") and word[-3] != "ا" and not is_noun_of(word, "recipients")


def _is_event(keys: Sequence[str], k: int, start: int) -> bool:
    word = keys[k]
    if word in word_class("other_deeds"):
        return not any(is_noun_of(keys[k - 1], name) for name in ("organizations", "media", "titles"))
    if not is_event_noun(word) or (k == start and word in ("اي", "ايه", "ما", "نحو", "عشرات")):
        return False
    if k == start + 1 and any(keys[start] in word_class(name) for name in ("organizations", "media")):
        return False  # وكالة الأنباء
    return word not in ("اي", "ايه", "ما") or k > start + 1


@lru_cache(maxsize=2048)
def is_event_noun(word: str) -> bool:
    """Whether a folded word is a noun of events, also in the accusative (هجوما) or with a pronoun (إطلاقها)."""
    nouns = word_class("event_nouns") | word_class("attack_masdars")
    stems = {word, *(word.removesuffix(e) for e in ("ا", "ها", "ه", "هم", "نا") if len(word) > len(e) + 2)}
    return word in word_class("event_nouns") or not (stems - {word}).isdisjoint(nouns)


def event_behind_b(word: str, act: str) -> bool:
    """Whether a folded word is ب with a noun of events (بمقتل), or ب with anything behind a threat."""
    rest = word[3:] if word.startswith("بال") else word[1:]
    if word == "باسم" or len(rest) < 2:
        return False
    return act == "threatens" or rest in word_class("event_nouns") or "ال" + rest in word_class("event_nouns")


def _stops(keys: Sequence[str], k: int) -> bool:
    """Whether a stop ends the clause; one behind a single letter shortens a title (د. محمد)."""
    return keys[k] in ".؟!" and not (k > 0 and len(keys[k - 1]) == 1 and keys[k - 1].isalpha())


def _other_verb(keys: Sequence[str], k: int) -> bool:
    found = speech_form(keys[k])
    if found is None or found[1] != "finite" or keys[k - 1] in word_class("relatives"):
        return _stops(keys, k)
    return _stops(keys, k) or find_cue(keys, k) is not None


def _accused(line: Line, start: int) -> tuple[int, int] | None:
    """For اتهم X Y ب: the content begins at Y, else behind the speaker's own phrase."""
    keys = line.keys
    reach = range(start + 1, min(start + REACH, len(keys)))
    stop = next((k for k in reach if _charge(keys[k])), min(start + REACH, len(keys)))
    speaker = read_speaker(keys, start, stop, line.named) if start < stop else None
    if speaker is None:
        return None
    own = line.actor_at(speaker.start)
    called = speaker.person or keys[speaker.end - 1] in _QUOTES  # منظمة "أطباء الحدود"
    border = own[1] if own else speaker.end if called else start
    for a, b in line.actors_in(start, stop):
        if border <= a < stop and not (_of_the_speaker(keys, a) and a < speaker.end):
            return a, a
        border = max(border, b) if start <= a < speaker.end else border
    border = border if own else max(border, speaker.end)
    return (border, border) if border < len(keys) else None


@lru_cache(maxsize=2048)
def _charge(word: str) -> bool:
    """Whether the charge begins: ب with a deed, المسؤولية, or a preposition that no speaker's phrase holds."""
    if word.startswith(("مسوولي", "المسوولي")) or (is_a(word, "prepositions") and word not in ("في", "من")):
        return True
    return word[0] == "ب" and word != "باسم" and (is_harm(word[1:]) or is_crime(word[1:]) or word.startswith("بال"))


def _of_the_speaker(keys: Sequence[str], a: int) -> bool:
    """Whether the word before an actor governs it, so that it is the speaker's own: المتحدث باسم X, قائد X."""
    before = keys[a - 1]
    if keys[a].startswith("لل"):
        return True
    if before in ("باسم", "في", "من"):
        return True
    heads = ("titles", "organizations", "media", "complements", "bare_heads")
    return not before.startswith("ال") and any(is_noun_of(before, name) for name in heads)
