"""Which harm word governs which people: the links behind every counted statement of harm."""

from extractor.arabic.cues import Cue, word_classes
from extractor.arabic.harmed_nouns import bare_noun, own_nouns, parts, toll
from extractor.arabic.linking import Link, SentenceLinks
from extractor.arabic.victims import People, Reading, joined_harm

_VERB_REACH = 14
_BACK_REACH = 30
_TITLES_ONLY = ("killed",)
_PATIENT_ONLY = frozenset(("مقتل", "اصابه", "استشهاد", "مصرع", "وفاه", "فقدان"))


def links(reading: Reading, span: tuple[int, int], hidden: frozenset[int]) -> list[Link]:
    """The links of one sentence (a range of tokens) without its `hidden` tokens, in text order."""
    sentence = SentenceLinks(reading, span, hidden)
    cues = list(sentence.cues())
    own_nouns(sentence)
    for cue in cues:
        if cue.role in ("singular", "plural"):
            toll(sentence, cue)
    for cue in cues:
        if cue.role == "masdar":
            _genitive(sentence, cue)
        elif cue.role in ("passive", "active"):
            _verb(sentence, cue)
    for cue in cues:
        bare_noun(sentence, cue)
    parts(sentence)
    return [sentence.links[i] for i in sorted(sentence.links)]


def _genitive(s: SentenceLinks, cue: Cue) -> None:
    """The people after a verbal noun: مقتل ثلاثة جنود وطفل, أسر التنظيم 35 آخرين."""
    harm = cue.harm or "killed_or_injured"
    start = cue.last
    second = s.reading.has(start, "harm")
    if second and second.role == "masdar" and second.harm and s.reading.words.word(start).startswith("و"):
        harm, start = joined_harm(harm, second.harm), second.last
    start += s.reading.words.word(start) == '"'
    people = s.phrases.get(start)
    if people is None and cue.harm in ("killed", "captured"):
        near = (s.phrases[i] for i in range(start, min(start + 7, s.last)) if i in s.phrases)
        people = next(
            (p for p in near if p.number and p.number.form not in ("singular", "plural") and _clear(s, start, p.first)),
            None,
        )
    if people and _governs(people, cue) and people.first not in s.links:
        s.listed(_object_of(s, people, cue), cue, harm, "genitive")
    elif people is None and cue.form == "اصابه" and s.reading.words.word(start) in ("واحده", "وحيده"):
        _single_injury(s, cue)


def _single_injury(s: SentenceLinks, cue: Cue) -> None:
    end = s.reading.words.end(cue.last)
    one = People(cue.first, cue.last + 1, cue.start, end, 1, 1, "exact", "singular", cue.raw, None, "unknown", None,
                 cue, False, True, False)  # fmt: skip
    s.link(one, cue, "injured", "single_case")


def _governs(people: People, cue: Cue) -> bool:
    """Definite people without a figure are a general object (قتل المدنيين), unless a title names one person."""
    if people.number and people.number.form not in ("singular", "plural"):
        return True
    return not people.definite or (people.form == "singular" and cue.harm in _TITLES_ONLY)


def _clear(s: SentenceLinks, first: int, last: int) -> bool:
    return not any(s.reading.stops(i) or s.reading.has(i, "harm", "break") for i in range(first, last))


def _verb(s: SentenceLinks, cue: Cue) -> None:
    """The people of a verb: after it in its clause, or before it (plural verbs first look back)."""
    harm = cue.harm or "killed_or_injured"
    plural = cue.role == "passive" and (
        cue.form.endswith(("وا", "هم", "هما")) or (cue.form.endswith("ا") and len(cue.form) > 3)
    )
    before, after = _subject_before(s, cue, plural), _after_verb(s, cue)
    second = s.reading.has(cue.last, "harm")
    if (
        not before
        and second
        and second.harm
        and second.role == "passive"
        and s.reading.words.word(cue.last).startswith("و")
    ):
        harm, after = joined_harm(harm, second.harm), after or _after_verb(s, second)
    people = before if before and (plural or after is None or after.first != cue.last) else after
    if people is None:
        return
    s.listed(people, cue, harm, "verb_after_people" if people is before else "verb")


def _after_verb(s: SentenceLinks, cue: Cue) -> People | None:
    commas = 0
    for i in range(cue.last, min(cue.last + _VERB_REACH, s.last)):
        if s.reading.words.word(i) == "،" and (i == cue.last or commas == 1) and commas < 2:
            commas += 1
            continue
        if s.reading.stops(i) or s.reading.has(i, "break"):
            return None
        people = s.phrases.get(i)
        if people and people.harm is None and _is_subject(s, people, cue):
            return _object_of(s, people, cue)
        if s.reading.has(i, "harm") and not people:
            return None
    return None


def _is_subject(s: SentenceLinks, people: People, cue: Cue) -> bool:
    if people.first in s.links or s.reading.has(people.first - 1, "agent_marker"):
        return False
    if people.number and people.number.form not in ("singular", "plural"):
        return True
    near = all(
        s.reading.words.word(i) in word_classes()["days"] or s.reading.words.word(i) == "،"
        for i in range(cue.last, people.first)
    )
    return near and _governs(people, cue)


def _object_of(s: SentenceLinks, people: People, cue: Cue) -> People:
    """In an active reading the second phrase is the one harmed: قتل مسلحون ثلاثة مدنيين."""
    following = s.phrases.get(people.last)
    return following if following and following.number and not people.harm and cue.form not in _PATIENT_ONLY else people


def _subject_before(s: SentenceLinks, cue: Cue, plural: bool) -> People | None:
    """The people in front of a verb: right before a singular verb, nearest main phrase before a plural one."""
    for i in range(cue.first - 1, max(cue.first - _BACK_REACH, s.first - 1), -1):
        people = s.phrases.get(i)
        if people is None or people.last > cue.first or people.harm or s.in_part(i):
            continue
        if (people.number and people.number.form != "plural") or not plural:
            near = plural or people.last == cue.first or _only_doubt(s, people.last, cue.first)
            return people if near and not people.definite and people.first not in s.links else None
    return None


def _only_doubt(s: SentenceLinks, first: int, last: int) -> bool:
    return last - first <= 3 and all(
        s.reading.has(i, "hedge", "others") or s.reading.words.word(i) in word_classes()["auxiliaries"]
        for i in range(first, last)
    )
