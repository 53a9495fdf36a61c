"""Which harm word governs which people: the links behind every counted statement of harm."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from extractor.arabic.cues import Cue, Role, word_classes
from extractor.arabic.harm_subjects import nominative, subject_after, subject_before
from extractor.arabic.harm_tolls import heading, revised, toll, toll_of_those_who
from extractor.arabic.harmed_nouns import among, bare_noun, captive, own_nouns
from extractor.arabic.linking import Link, SentenceLinks
from extractor.arabic.mentions import Bound, Form
from extractor.arabic.real_harm import real_cues
from extractor.arabic.subsets import parts
from extractor.arabic.victims import People, Reading, joined_harm

_NEAR = 7
_STATE_REACH = 5
_PATIENT_ONLY = frozenset(("مقتل", "اصابه", "استشهاد", "مصرع", "وفاه", "فقدان"))


def links(reading: Reading, span: tuple[int, int], hidden: frozenset[int]) -> list[Link]:
    """The links of one sentence (a range of tokens) without its `hidden` tokens, in text order."""
    sentence = SentenceLinks(reading, span, hidden)
    cues = list(real_cues(sentence))
    own_nouns(sentence)
    for cue in cues:
        if cue.role in ("singular", "plural"):
            among(sentence, cue)
            toll(sentence, cue)
            heading(sentence, cue)
    for cue in cues:
        rule = _BY_ROLE.get(cue.role)
        if rule:
            rule(sentence, cue)
    for cue in cues:
        bare_noun(sentence, cue)
    revised(sentence)
    parts(sentence)
    return [sentence.links[i] for i in sorted(sentence.links)]


def _genitive(s: SentenceLinks, cue: Cue) -> None:
    """The people after a verbal noun: مقتل ثلاثة جنود وطفل, أسر التنظيم 35 آخرين."""
    if cue.definite:  # a noun with the article has no genitive
        return
    harm = cue.harm or "killed_or_injured"
    start = cue.last
    nouns = (c for c in s.reading.cues.get(start, ()) if c.role == "masdar")  # جرح is a verb, too
    second = next(nouns, None)
    if second and second.harm and s.reading.words.word(start).startswith("و"):
        harm, start = joined_harm(harm, second.harm), second.last
    start += s.reading.words.word(start) == '"'
    people = s.phrases.get(start) or captive(s, start)
    if people is None and cue.harm in ("killed", "captured"):
        near = (s.phrases[i] for i in range(start, min(start + _NEAR, s.last)) if i in s.phrases)
        people = next((p for p in near if p.counted and _clear(s, start, p.first)), None)
    if people and (nominative(s, people) or (people.others and cue.form.startswith("جث"))):
        return
    if people and cue.form.startswith("جثت") and people.form == "plural" and people.low is None:
        people = replace(people, low=2, high=2, bound="exact", form="dual")  # جثتي مزارعين
    several = cue.form.endswith("ات") and people is not None and not people.counted  # اغتيالات مسؤولين: a series
    if people and s.governs(people) and people.first not in s.links and not several:
        s.listed(_object_of(s, people, cue), cue, harm, "genitive")
    elif people is None and cue.form == "اصابه" and s.reading.words.word(start) in word_classes()["single_case"]:
        _single_injury(s, cue)


def _single_injury(s: SentenceLinks, cue: Cue) -> None:
    """إصابة واحدة, وإصابة طفيفة: a case of injury, not how someone was injured (بإصابة طفيفة)."""
    if s.reading.words.word(cue.first).startswith(("ب", "وب")) or cue.first in s.covered:
        return
    end = s.reading.words.end(cue.last)
    one = People(cue.first, cue.last + 1, cue.start, end, 1, 1, "exact", "singular", cue.raw, harm=cue)
    s.link(one, cue, "injured", "single_case")


def _clear(s: SentenceLinks, first: int, last: int) -> bool:
    return not any(s.reading.stops(i) or s.reading.has(i, "harm", "break", "release") for i in range(first, last))


def _fallen(s: SentenceLinks, cue: Cue) -> None:
    """The people that fell: سقوط 8 أشخاص; things and words for the harmed have other readings."""
    people = s.phrases.get(cue.last)
    some = people is not None and people.form == "plural" and not people.definite  # سقوط مدنيين
    one = people is not None and people.form == "singular" and _beside_harmed(s, people)
    if people and (people.counted or some or one) and people.known and not people.harm:
        s.listed(people, cue, cue.harm or "killed", "fall")


def _beside_harmed(s: SentenceLinks, people: People) -> bool:
    """Whether the harmed are told in the same breath: سقوط شخص وعدد من الجرحى."""
    following = s.next_in_list(people)
    return following is not None and following.harm is not None and not people.definite


def _verb(s: SentenceLinks, cue: Cue) -> None:
    """The people of a verb: after it in its clause, or before it (plural verbs first look back)."""
    if toll_of_those_who(s, cue):
        return
    harm = cue.harm or "killed_or_injured"
    plural = cue.role == "passive" and _plural(cue)
    before = subject_before(s, cue, plural)
    after = None if cue.role == "taken" else captive(s, cue.last) or subject_after(s, cue)
    either = s.reading.words.word(cue.last) == "او"
    second = s.reading.has(cue.last + either, "harm")
    joined = second and second.role == "passive" and (either or s.reading.words.word(cue.last).startswith("و"))
    if second and second.harm and joined and _plural(second) == plural and (plural or not before):
        harm = joined_harm(harm, second.harm)
        after = after or subject_after(s, second)
    people = before if before and (after is None or after.first != cue.last) else after
    if people is None:
        return
    if people is before and cue.form.endswith("ا") and people.form == "plural" and plural and people.low is None:
        people = replace(people, low=2, high=2, bound="exact", form="dual") if not cue.form.endswith("وا") else people
    s.listed(people if people is before else _object_of(s, people, cue), cue, harm,
             "verb_after_people" if people.first < cue.first else "verb")  # fmt: skip


def _found_so(s: SentenceLinks, cue: Cue) -> None:
    """The people in front of a participle: عثر على خمسة رجال مقتولين, وجد اثنان منهم مقتولين."""
    of_them = s.reading.words.word(cue.first - 1) in ("منهم", "منهما", "منهن")
    near = range(cue.first - 1, max(cue.first - _STATE_REACH, s.first - 1), -1)
    people = next((s.phrases[i] for i in near if i in s.phrases), None)
    held = cue.harm != "captured" or (people is not None and s.governs(people))
    if people and people.last >= cue.first - of_them and not cue.definite and held:
        s.link(people, cue, cue.harm or "killed", "state")


def _mourned(s: SentenceLinks, cue: Cue) -> None:
    """The counted members whose death a body announces; to mourn one by name may follow any death."""
    people = subject_after(s, cue)
    own = people and any(s.reading.words.word(k) == "من" for k in range(people.first, people.last))
    if people and people.number and people.counted and (own or people.first > cue.last):
        s.listed(people, cue, cue.harm or "killed", "mourned")


def _owned(s: SentenceLinks, cue: Cue) -> None:
    """The death or wounds of people told before, where an attack led to them: ما أدى إلى مقتله, إصابتهما بجروح."""
    led = any(s.reading.has(i, "carriers", "result") for i in range(cue.first - 2, cue.first))
    if not led or any(link.harm == cue.harm for link in s.links.values()):
        return
    count = 2 if cue.form.endswith("هما") else None if cue.form.endswith("هم") else 1
    form: Form = "plural" if count is None else "dual" if count == 2 else "singular"
    bound: Bound = "vague" if count is None else "exact"
    people = People(cue.first, cue.last, cue.start, cue.end, count, count, bound, form, harm=cue)
    s.link(people, cue, cue.harm or "killed", "owned")


def _plural(cue: Cue) -> bool:
    """Whether a verb form agrees with two or more people, so that its subject stands before it."""
    many = cue.form.endswith("ا") and not cue.form.endswith("ها") and len(cue.form) > 3
    return many or cue.form.endswith(("وا", "هم", "هما"))


def _object_of(s: SentenceLinks, people: People, cue: Cue) -> People:
    """In an active reading the second phrase is the one harmed: قتل مسلحون ثلاثة مدنيين."""
    following = s.phrases.get(people.last)
    if following is None or not following.number or people.harm or cue.form in _PATIENT_ONLY:
        return people
    return people if s.reading.words.word(following.first).startswith("و") else following


_BY_ROLE: Mapping[Role, Callable[[SentenceLinks, Cue], None]] = {
    "masdar": _genitive,
    "fall": _fallen,
    "passive": _verb,
    "active": _verb,
    "taken": _verb,
    "state": _found_so,
    "mourned": _mourned,
    "owned": _owned,
}
