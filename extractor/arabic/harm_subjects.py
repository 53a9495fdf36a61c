"""The people of a harm verb: the subject of a passive before or after it, the object of an active one."""

from extractor.arabic.cues import Cue, word_classes
from extractor.arabic.harm_asides import aside, before_bracket, past_bracket, quoted_name
from extractor.arabic.linking import SentenceLinks
from extractor.arabic.nouns import counted_noun
from extractor.arabic.number_tokens import CONTEXT
from extractor.arabic.victims import People

_VERB_REACH = 14
_BACK_REACH = 30
_TOPIC_REACH = 14
_AGENT_REACH = 8
_MARKERS = frozenset(("،", "في", "علي", "اثر", "خلال", "سوي", "الا"))
_KNOWN = ("ها", "هم", "الفور", "ذلك")  # endings of a definite word: في إحداها, على الفور
_AT_LEAST = ("الاقل", "الاكثر")
_FATES = ("مصرع", "حتف", "حيات", "ارواح")
_MEET = frozenset(("لقي", "لقيت", "يلقي", "لاقي", "فقد", "فقدت", "فارق", "فارقت"))
_MEET_REACH = 10
_AFFECTED = frozenset(("متاثرا", "متاثره", "متاثرين", "متاثرتين"))
_QUOTED_BODY = 5


def subject_after(s: SentenceLinks, cue: Cue) -> People | None:
    """The people after a verb in its clause; one aside between commas may stand in between."""
    i, asides = cue.last, 0
    agent: People | None = None
    while i < min(cue.last + _VERB_REACH, s.last):
        if agent and _before_object(s, i):
            i += 1
            continue
        if s.reading.words.word(i) == '"' and (close := quoted_name(s, i)):
            i = close + 1
            continue
        if s.reading.words.word(i) == "،" and not asides and (close := aside(s, i)):
            asides, i = 1, close + 1
            continue
        if s.reading.words.word(i) == "،" and _circumstance(s, range(cue.last, i)):
            i += 1
            continue
        people = s.phrases.get(i)
        if (s.reading.stops(i) and people is None) or s.reading.has(i, "break", "release"):
            return agent
        governed = people is not None and people.first in s.covered
        if people and (people.harm is None or i == cue.last or governed) and _is_subject(s, people, cue, agent):
            if agent or not nominative(s, people):
                return people
            agent = people
        if s.reading.has(i, "harm") and not people:
            return agent
        i += 1
    return agent


def _is_subject(s: SentenceLinks, people: People, cue: Cue, agent: People | None) -> bool:
    if people.first in s.links or s.joined(people) or s.reading.has(people.first - 1, "agent_marker"):
        return False
    if cue.role == "active" and (nominative(s, people) or s.reading.words.word(people.first).endswith("ان")):
        return False
    if people.counted:
        return agent is None or _behind_agent(s, agent, people) or _relative_agent(s, agent, people)
    between = range(agent.last if agent else cue.last, people.first)
    if agent:
        return _agent(s, between) and _object(s, people)
    return s.governs(people) and (_circumstance(s, between) or (_agent(s, between) and _object(s, people)))


def nominative(s: SentenceLinks, people: People) -> bool:
    """Whether the ending of a plural makes it a subject, so that no noun or active verb governs it."""
    noun = counted_noun(s.reading.words.word(people.first))
    construct = noun is not None and noun.noun.construct and s.reading.words.word(people.first).endswith("و")
    return people.form == "plural" and (construct or s.reading.words.word(people.first).endswith("ون"))


def _before_object(s: SentenceLinks, i: int) -> bool:
    """Whether token i is a quote mark, or a comma right before counted people: اعتقل مقاتلو "داعش"، 25 مدنيا."""
    told = s.phrases.get(i + 1)
    return s.reading.words.word(i) == '"' or (s.reading.words.word(i) == "،" and told is not None and told.counted)


def _behind_agent(s: SentenceLinks, agent: People, people: People) -> bool:
    """Whether only a name in quotes or a comma parts agents and object: اعتقل مقاتلو "داعش"، 25 مدنيا."""
    between = [s.reading.words.word(i) for i in range(agent.last, people.first)]
    named = s.reading.words.word(agent.first).endswith("و") and all(word.isalpha() for word in between)
    governed = not between or between[-1] in CONTEXT["preposition"]
    return not between or ((between[-1] == "،" or (named and not governed)) and len(between) <= _QUOTED_BODY)


def _relative_agent(s: SentenceLinks, agent: People, people: People) -> bool:
    """Whether a clause that describes the agents stands before the object: خطف مسلحون يرتدون بزات الشرطة 22 راعيا."""
    words = s.reading.words
    doing = words.word(agent.last)
    return doing.startswith("ي") and doing.endswith("ون") and words.word(people.first - 1) not in CONTEXT["preposition"]


def _object(s: SentenceLinks, people: People) -> bool:
    return _accusative(s, people) or _construct(s, people)


def _accusative(s: SentenceLinks, people: People) -> bool:
    """An indefinite noun whose ending makes it an object: جنديا, مدنيين."""
    word = s.reading.words.word(people.first)
    return not people.definite and (word.endswith("ا") if people.form == "singular" else word.endswith("ين"))


def _construct(s: SentenceLinks, people: People) -> bool:
    """One person named by an office: اغتال مسلحون رئيس بلدية مقديشو, مدير الشرطة."""
    words, after = s.reading.words, people.first + 1
    genitive = words.word(after).isalpha() and not s.reading.stops(after) and not s.reading.cues.get(after)
    closed = words.word(after) in CONTEXT["stop"] or words.word(after) in CONTEXT["preposition"]
    return people.form == "singular" and not people.definite and genitive and not closed


def _circumstance(s: SentenceLinks, between: range) -> bool:
    """Whether only when, where and how stand between: أمس, فيها, في إحداها, بالرصاص, على الفور."""
    words, days = s.reading.words, word_classes()["days"]
    for i in between:
        word, before = words.word(i), words.word(i - 1)
        if word in days or word in _MARKERS or word in _AFFECTED or before in _AFFECTED or word.startswith("بال"):
            continue
        if not (before in _MARKERS and (word.endswith(_KNOWN) or word.startswith("ال"))) and not (
            before in days and word.startswith("ال")
        ):
            return False
    return True


def _agent(s: SentenceLinks, between: range) -> bool:
    """Whether the words between a verb and its object can be its agent: قتلت قوات الأمن شابا."""
    words = s.reading.words
    return len(between) <= _AGENT_REACH and all(
        words.word(i).startswith("ال")
        or words.word(i).endswith("ون")
        or words.word(i) in word_classes()["bodies"]
        or words.word(i) in word_classes()["days"]
        or words.word(i) in ("،", '"', "مجهول", "تنظيم", "يوم")
        for i in between
    )


def subject_before(s: SentenceLinks, cue: Cue, plural: bool) -> People | None:
    """The people in front of a verb: right before a singular verb, nearest main phrase before a plural one."""
    met = None if plural else _who_met(s, cue)
    if met:
        return met
    end = before_bracket(s, cue.first)
    for i in range(end - 1, max(end - _BACK_REACH, s.first - 1), -1):
        people = s.phrases.get(i)
        if people is None or people.last > cue.first or people.harm or s.in_part(i):
            continue
        if plural and not people.counted and people.form != "plural":
            pair = _first_of_pair(s, people, cue)
            if pair:
                return pair
            continue
        indefinite = people.last == cue.first and not s.reading.words.word(people.first).startswith("ال")
        if (people.number and people.number.form != "plural") or not plural or (people.form == "plural" and indefinite):
            people = _list_head(s, people, cue)
            return people if _stands_before(s, people, cue, plural) else None
    return None


def _who_met(s: SentenceLinks, cue: Cue) -> People | None:
    """The one person between "met" and "his death": لقي مجند بالجيش المصري مصرعه."""
    if not cue.form.startswith(_FATES):
        return None
    for i in range(cue.first - 1, max(cue.first - _MEET_REACH, s.first - 1), -1):
        if s.reading.words.word(i).removeprefix("و") in _MEET:
            people = s.phrases.get(i + 1)
            return people if people and people.form == "singular" and people.first not in s.links else None
        if s.reading.stops(i):
            return None
    return None


def _list_head(s: SentenceLinks, people: People, cue: Cue) -> People:
    """The first of the counted people that one verb has as its subject: لقي ثلاثة أطفال وأربع نساء حتفهم."""
    apart = people.last < cue.first - (s.reading.words.word(people.last) == "،")
    if apart and not cue.form.startswith(_FATES):
        return people
    while s.joined(people):
        end = people.first - (s.reading.words.word(people.first - 1) == "و")
        end -= 2 if s.reading.words.word(end - 1) in _AT_LEAST else 0
        before = s.ending.get(end)
        if before is None or before.harm or before.first in s.links or s.in_part(before.first):
            return people
        people = before
    return people


def _first_of_pair(s: SentenceLinks, people: People, cue: Cue) -> People | None:
    """The first of two people with one dual verb: طفلا وفتى أصيبا."""
    joined = s.reading.words.word(people.first).startswith("و")
    first = next((p for i in range(people.first - 1, people.first - 4, -1) if (p := s.phrases.get(i))), None)
    return first if joined and first and first.last == people.first and people.last == cue.first else None


def _stands_before(s: SentenceLinks, people: People, cue: Cue, plural: bool) -> bool:
    if people.first in s.links:
        return False
    quoted = people.last == cue.first - 1 and s.reading.words.word(people.last) == '"'
    if people.last == cue.first or quoted or plural or _only_doubt(s, people.last, cue.first):
        general = people.definite or (not people.counted and s.reading.words.word(people.first).startswith("ال"))
        return not general or (people.form == "singular" and _topic(s, people, cue))
    return cue.role != "taken" and people.form == "singular" and (_topic(s, people, cue) or _relative(s, people, cue))


def _only_doubt(s: SentenceLinks, first: int, last: int) -> bool:
    return last - first <= 3 and all(
        s.reading.has(i, "hedge", "others") or s.reading.words.word(i) in word_classes()["auxiliaries"]
        for i in range(first, last)
    )


def _topic(s: SentenceLinks, people: People, cue: Cue) -> bool:
    """The subject of a clause after "that", with its verb further on: إن عنصرا من الوحدة أصيب."""
    words = s.reading.words
    at = people.first - 1 - (words.word(people.first - 1) == '"')
    opens = words.word(at) in word_classes()["that"]
    opens = opens or (words.word(cue.first - 1) == "قد" and words.word(at).removeprefix("و") in ("كان", "كانت"))
    start = past_bracket(s, people.last)
    clear = not any(
        (s.reading.stops(i) and words.word(i) != '"') or s.reading.has(i, "harm", "break")
        for i in range(start, cue.first)
    )
    return opens and clear and cue.first - people.last <= _TOPIC_REACH and s.phrases.get(cue.last) is None


def _relative(s: SentenceLinks, people: People, cue: Cue) -> bool:
    """One person and a relative clause: الضابط الذي قتل في الغارة."""
    words = s.reading.words
    comma = words.word(people.last) == "،"
    who = words.word(cue.first - 1) in word_classes()["who"] and people.last + comma == cue.first - 1
    return who and s.phrases.get(cue.last) is None
