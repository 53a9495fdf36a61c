"""Statements in one sentence: a cue of speech, who speaks, and the words that are said. Word ranges, not yet judged."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from extractor.arabic.actor_lexicon import state_of
from extractor.arabic.given_names import given_names
from extractor.arabic.joint_speakers import one_each
from extractor.arabic.openings import COMMAS, REACH, clause_end
from extractor.arabic.speaker_subjects import main_doer
from extractor.arabic.speakers import Speaker, read_speaker
from extractor.arabic.speech import (
    NEGATIONS,
    bare,
    find_cue,
    is_a,
    is_harm,
    is_noun_of,
    relative_verb,
    relayed,
    speech_form,
    unjoined,
    word_class,
)
from extractor.arabic.spoken import goes_on, read_spoken
from extractor.arabic.spoken_forms import read_adopted
from extractor.arabic.statement import Line, Statement

_MAX_HEADLINE = 12
_AS_SAID = ("كما", "علي")
_COMMENT = ("تعليق", "تعقيب")
_COMMENTED = frozenset(("تعليقا", "تعقيبا"))
_UNSAID = frozenset(("عدد", "طبيعه", "هويه", "سبب", "اسباب", "ملابسات", "دوافع", "حجم", "مصير", "جنسيه", "الجهه"))
_WHETHER = (["ما", "اذا"], ["فيما", "اذا"], ["عما", "اذا"], ["ان", "كان"], ["ان", "كانت"])
_ASIDE = 16  # words between a source and the ف that answers it
_FAR = 120  # words: no clause that a source closes is longer


def read_statements(line: Line) -> list[Statement]:
    """The statements of a sentence in order; the content of each ends where the next with its own speaker begins."""
    found: list[Statement] = []
    headline = _headline(line)
    if headline:
        found.append(headline)
    for i in (i for i, key in enumerate(line.keys) if _may_open(key)):
        found.extend(
            s for s in (_source(line, i, found), read_spoken(line, i), read_adopted(line, i), _silence(line, i)) if s
        )
    found = [s for n, s in enumerate(found) if not _medium(s, found[n + 1 : n + 2])]
    found = [_by_the_doer(line, s, found[:n]) for n, s in enumerate(found)]
    bounded = [_bounded(s, found[n + 1 : n + 9]) for n, s in enumerate(found)]
    return [each for s in bounded for each in one_each(line, s)]


@lru_cache(maxsize=2048)
def _may_open(key: str) -> bool:
    """Whether a statement can hang on a word: most words are passed over by it."""
    source = not {key, unjoined(key)}.isdisjoint({*word_class("source_words"), *_AS_SAID})
    return source or bool(speech_form(key) or relative_verb(key)) or bare(key) in _COMMENT or key in _COMMENTED


def _by_the_doer(line: Line, statement: Statement, before: Sequence[Statement]) -> Statement:
    """`كثف الجيش ضرباته، مؤكدا أنه`: before anybody else speaks, the doer of the main clause does."""
    goes_on = statement.rule == "participle" or (
        statement.rule == "verb_alone" and statement.cue and statement.cue.joined
    )
    if not goes_on or any(s.speaker for s in before[-3:]):
        return statement
    doer = main_doer(line, statement.cue_start)
    return replace(statement, speaker=doer) if doer else statement


def _medium(statement: Statement, following: Sequence[Statement]) -> bool:
    """وفقا لX، قال Y إن: whoever stands in front of another's statement only passes it on."""
    if statement.rule != "source_before" or not following:
        return False
    return following[0].rule == "verb_speaker" and 0 <= following[0].cue_start - statement.content_start < 2


def _bounded(statement: Statement, later: Sequence[Statement]) -> Statement:
    if statement.rule.startswith("source_after"):
        return statement
    if statement.rule == "attributed":
        return statement
    for other in later:
        if other.rule == "attributed":
            continue  # غارات نسبها X إلى Y خلفت قتلى: who speaks of them goes on
        if other.rule == "verb_alone" and not (other.cue and other.cue.joined):
            continue
        begin = min([other.cue_start] + ([other.speaker.head] if other.speaker else []))
        if begin > statement.content_start:
            return replace(statement, content_end=begin) if begin < statement.content_end else statement
    return statement


def _source(line: Line, i: int, before: Sequence[Statement]) -> Statement | None:
    """`بحسب X` behind or before what X says; `كما قال X` likewise."""
    keys, stop = line.keys, len(line.keys)
    word = keys[i] if keys[i] in word_class("source_words") else unjoined(keys[i])
    as_said = word == "كما" and i + 1 < stop and relayed(keys[i + 1]) and not goes_on(keys, i + 1)
    as_said = as_said or (list(keys[i : i + 2]) == ["علي", "ما"] and i + 2 < stop and _relays_words(keys[i + 2]))
    if not (word in word_class("source_words") or as_said):
        return None
    start = _behind_source_word(keys, i + 1)
    if start >= stop or is_a(keys[start], "self_words") or is_a(keys[start], "source_words"):
        return None
    speaker = _source_speaker(line, start, dative=start == i + 1 and word.endswith("ا"))
    if speaker is None or (_opens_sentence(keys, i) and as_said):
        return None
    if _opens_sentence(keys, i) or _opens_clause(keys, i, start):
        end = clause_end(keys, start)
        answer = next((k for k in range(end, min(end + _ASIDE, stop)) if _answers(keys[k])), end)
        begin, end, rule = min(answer + 1, stop - 1), stop, "source_before"
    else:
        begin = max(i - _FAR, next((s.cue_start for s in reversed(before) if s.rule != "source_before"), 0))
        end = stop if i > 0 and keys[i - 1] == "-" else i  # an insertion between dashes parts what is said
        rule = "source_after"
    return Statement(None, "reports", "according to", i, speaker.end, speaker, begin, end, rule)


def _relays_words(word: str) -> bool:
    """Whether a verb behind على ما relays what is said; على ما وصفه ب only gives a thing its name."""
    return relayed(word) and not word.startswith(("وصف", "اعتبر", "سم"))


def _source_speaker(line: Line, start: int, *, dative: bool) -> Speaker | None:
    """The speaker behind a source word; وفقا ل writes its ل on the first word, which is no part of the name."""
    first = line.keys[start]
    cut = int(dative and first.startswith("ل") and not first.startswith("لل"))
    window = [first[cut:], *line.keys[start + 1 : start + REACH]]
    named = frozenset(k for k in range(len(window)) if k + start in line.named)
    stop = clause_end(window, 0)
    found = read_speaker(window, 0, stop, named)
    if found is not None and not found.person and _names_after_comma(window, stop):
        found = read_speaker(window, 0, clause_end(window, stop + 1), named) or found
    if found is None:
        return None
    own_cut = cut if found.start == 0 else found.cut
    return replace(found, start=found.start + start, end=found.end + start, head=found.head + start, cut=own_cut)


def _names_after_comma(window: Sequence[str], comma: int) -> bool:
    """Whether a title goes on with its bearer: المتحدث باسم X، أحمد Y."""
    following = window[comma + 1 : comma + 7]
    if not following or not is_noun_of(window[0], "titles"):
        return False
    if following[0] in given_names() or following[0] in word_class("ranks"):
        return True
    again = next((n for n, w in enumerate(following) if w in COMMAS), 0)
    name = following[:again]
    return (
        again > 1
        and all(w.isalpha() and not w.startswith("ال") and not is_harm(w) for w in name)
        and not any(
            is_a(w, c) for w in name for c in ("prepositions", "adverbs", "event_nouns", "openers", "relatives")
        )
    )


def _headline(line: Line) -> Statement | None:
    """`X: …` at the start of a line, where X can speak: an actor, a title, a body, a medium; no place of a dateline."""
    keys = line.keys
    first = int(keys[:1] in (["-"], ["•"], ["*"]))
    colon = next((k for k in range(first + 1, min(_MAX_HEADLINE, len(keys) - 1)) if keys[k] == ":"), None)
    if colon is None or any(find_cue(keys, k) for k in range(colon)):
        return None
    actor = line.actor_at(first)
    heads = ("titles", "organizations", "bare_heads", "media")
    if all(state_of(k) or not k[0].isalnum() for k in keys[:colon]):
        return None  # بغداد: names where, or of whom
    if not (actor and actor[0] == first) and not any(is_noun_of(keys[first], name) for name in heads):
        return None
    speaker = read_speaker(keys, first, colon, line.named)
    if speaker is None or (actor and actor[1] > colon):
        return None
    return Statement(None, "reports", "headline", first, speaker.end, speaker, colon + 1, len(keys), "headline")


def _opens_sentence(keys: Sequence[str], i: int) -> bool:
    back = i - 1
    while back >= 0 and not keys[back][0].isalnum():
        back -= 1
    return back < 2


def _opens_clause(keys: Sequence[str], i: int, start: int) -> bool:
    """`…، وبحسب مصادر فإن القصف`: joined by و and answered by ف, the source is of what follows."""
    end = clause_end(keys, start)
    return keys[i][0] == "و" and end < len(keys) and _answers(keys[end])


def _answers(word: str) -> bool:
    """The ف that answers a source at the head of a sentence: فإن, فقد."""
    return word == "فقد" or word.startswith("فان")


def _behind_source_word(keys: Sequence[str], i: int) -> int:
    links = ("ل", "عن", "الي", "ما", "لما", "به", "علي", "حد")
    for k in range(i, min(i + 8, len(keys))):
        if not (keys[k] in links or relayed(keys[k]) or is_a(keys[k], "adverbs")):
            return k
    return len(keys)


def _silence(line: Line, i: int) -> Statement | None:
    """`لم يصدر تعليق من X`, `لم توضح X ما إذا`."""
    keys = line.keys
    if keys[i] in _COMMENTED:
        return _uncommented(line, i)
    if bare(keys[i]) not in _COMMENT:
        return _left_open(line, i)
    if not any(w in NEGATIONS for w in keys[max(0, i - 6) : i]):
        return None
    for k in (*range(i + 1, min(i + 5, len(keys) - 1)), *range(max(0, i - 6), i)):
        if keys[k] in ("من", "عن", "ل"):
            stop = clause_end(keys, k + 1) if k > i else i - (keys[i - 1] in ("اي", "ايه"))
            speaker = read_speaker(keys, k + 1, stop, line.named)
            if speaker:
                return Statement(None, "no_comment", "comment", max(0, i - 2), i + 1, speaker, i, len(keys), "silence")
    return None


def _uncommented(line: Line, i: int) -> Statement | None:
    """`لم تصدر X تعليقا`."""
    keys = line.keys
    near = range(max(0, i - 10), i - 1)
    no = next((k for k in near if unjoined(keys[k]) in NEGATIONS and keys[k + 1].endswith("صدر")), None)
    speaker = read_speaker(keys, no + 2, i, line.named) if no is not None and no + 2 < i else None
    if speaker is None or no is None:
        return None
    return Statement(None, "no_comment", "comment", no + 1, i + 1, speaker, i, len(keys), "silence")


def _left_open(line: Line, i: int) -> Statement | None:
    """`لم تذكر الوزارة ما إذا كان القتلى مدنيين`: who is asked by the text what he does not say."""
    keys, cue = line.keys, find_cue(line.keys, i)
    if cue is None or not cue.negated or cue.form != "finite" or cue.verb.act == "no_comment":
        return None
    reach = range(i + 1, min(i + REACH, len(keys) - 1))
    whether = next((k for k in reach if keys[k : k + 2] in _WHETHER or (keys[k] in _UNSAID and k < i + 6)), None)
    if whether is None:
        return None
    speaker = read_speaker(keys, i + 1, whether, line.named) if whether > i + 1 else None
    return Statement(cue, "no_comment", cue.verb.gloss, i, i + 1, speaker, whether, len(keys), "silence")
