"""Figures that need no verb: nouns for the harmed, counted or bare."""

from dataclasses import replace

from extractor.arabic.cues import Cue, word_classes
from extractor.arabic.linking import SentenceLinks
from extractor.arabic.mentions import Bound, Form
from extractor.arabic.negation import excepts
from extractor.arabic.number_tokens import CONTEXT
from extractor.arabic.people import bounded
from extractor.arabic.real_harm import real
from extractor.arabic.victims import People, belonging, joined_harm

_CARRIER_REACH = 3
_BODY_REACH = 12
_DENIAL_REACH = 12
_DOER_REACH = 4
_WITHIN = frozenset(("بين", "وبين", "ضمن"))
_AMONG = _WITHIN | {"معظم", "غالبيه", "اغلب"}
_ENDED = ("killed",)
_HEADLINE_MARKS = (":", ".", "…")


def own_nouns(s: SentenceLinks) -> None:
    """Figures that count the harmed themselves: 20 قتيلا, عشرات القتلى والجرحى, 40 شخصا بين قتيل وجريح."""
    for people in s.phrases.values():
        either = _either_behind(s, people)
        if either and people.number:
            s.link(people, either, "killed_or_injured", "either")
            s.pairs.add(either.first)
        elif people.harm and people.counted and _governed(s, people, people.harm):
            s.covered.update(range(people.first, people.last))
        elif people.harm and people.counted:
            _own_noun(s, people, people.harm)


def _governed(s: SentenceLinks, people: People, own: Cue) -> bool:
    """Whether a word in front says what befell those held, hurt or missing: استشهاد 3 أسرى, أعدم التنظيم 17 أسيرا."""
    if s.joined(people):
        return False
    doer = people.first
    while own.harm == "captured" and doer > people.first - _DOER_REACH and _doer(s.reading.words.word(doer - 1)):
        doer -= 1
    cue = s.reading.has(doer - 1, "harm")
    if cue and cue.last == doer < people.first and cue.harm == "killed" and cue.role in ("passive", "active"):
        return True
    for i in range(people.first - 1, max(people.first - 3, s.first - 1), -1):
        cue = s.reading.has(i, "harm")
        if cue and cue.last == people.first:
            return cue.role in ("masdar", "passive", "active") and cue.harm != own.harm and own.harm not in _ENDED
    return False


def _doer(word: str) -> bool:
    return word.startswith("ال") or word.endswith(("ون", "يا")) or word in word_classes()["bodies"]


def captive(s: SentenceLinks, i: int) -> People | None:
    """The held, hurt or missing people that a noun at token i names without figure: توفي جريح, استشهاد أسير."""
    cue = s.reading.has(i, "harm")
    if cue is None or cue.harm in _ENDED or cue.role not in ("singular", "plural"):
        return None
    if cue.first in s.covered or (cue.definite and cue.role == "plural"):
        return None
    s.used.add(cue.first)
    return _bare(cue)


def _either_behind(s: SentenceLinks, people: People) -> Cue | None:
    """The words for dead and wounded behind people, at most a comma between: 15 مدنيا، بين قتيل وجريح."""
    start = people.last + (s.reading.words.word(people.last) == "،")
    ahead = range(start, start + 5)
    if not s.reading.within(ahead.start, ahead.stop, "either"):
        return None
    either = next((c for k in ahead if (c := _either(s, k))), None)
    return None if either is None or any(s.reading.stops(k) for k in range(start, either.first)) else either


def _either(s: SentenceLinks, i: int) -> Cue | None:
    """The words for dead and wounded at token i, after "between" or "they fell"."""
    fell = s.reading.has(i - 1, "harm")
    after = s.reading.words.word(i - 1) in ("بين", "مابين") or bool(fell and fell.role == "fall")
    return s.reading.has(i, "either") if after else None


def _own_noun(s: SentenceLinks, people: People, cue: Cue) -> None:
    if not real(s, cue):
        return
    harm = cue.harm or "killed_or_injured"
    second = s.reading.has(people.last, "harm")
    lost = s.reading.has(_past_still(s, people.last), "harm")
    if lost and lost.harm == "missing" and cue.harm == "killed_or_injured":
        harm = "missing"  # آلاف الضحايا لا يزالون تحت الأنقاض
    shared = second and second.role == cue.role and second.first not in s.phrases and cue.last == people.last
    if second and shared and second.harm and s.reading.words.word(people.last).startswith("و"):
        same_case = second.form.endswith("ا") == cue.form.endswith("ا") or cue.role == "plural"
        if same_case and second.definite == cue.definite and people.form != "dual":
            harm = joined_harm(harm, second.harm)
            s.used.add(second.first)
    s.link(people, cue, harm, "own_noun")
    against = s.against(people)
    if against:
        s.link(against, cue, harm, "own_noun")
    exact = people.low is not None and people.low == people.high
    if exact and s.reading.words.word(cue.first - 1) == "من":
        s.links[people.first] = replace(s.links[people.first], subset=cue.definite)


def _past_still(s: SentenceLinks, i: int) -> int:
    """The token behind "are still", which may follow a comma: عدد من الضحايا، ما زالوا تحت الركام."""
    start = i + (s.reading.words.word(i) == "،")
    end = start
    while s.reading.words.word(end) in word_classes()["still"]:
        end += 1
    return end if end > start else i


def among(s: SentenceLinks, cue: Cue) -> None:
    """Those named among the harmed: بين القتلى قيادي, من بين الضحايا أربع نساء."""
    at = cue.first - 1 - bool(s.reading.has(cue.first - 1, "toll"))  # من بين إجمالي الشهداء
    if s.reading.words.word(at) not in _AMONG or s.reading.has(cue.first, "either"):
        return
    s.used.add(cue.first)
    before = (s.phrases.get(i) for i in range(at - 1, max(at - 6, s.first - 1), -1))
    reach = 4 if s.reading.words.word(at) in _WITHIN else 1
    after = next((p for i in range(cue.last, min(cue.last + reach, s.last)) if (p := s.phrases.get(i))), None)
    in_front = next((p for p in before if p and p.last >= at - 1), None)
    people = in_front if after is None or (in_front and s.joined(after)) else after
    while people and people.harm is None and people.first not in s.links:
        s.link(people, cue, cue.harm or "killed_or_injured", "among")
        s.links[people.first] = replace(s.links[people.first], subset=True)
        people = s.next_in_list(people)


def _excepted(s: SentenceLinks, cue: Cue) -> bool:
    """The people whom a denial leaves out, which is then none: لم يسفر عن قتلى سوى حارس."""
    near = max(cue.first - _DENIAL_REACH, s.first), cue.first
    if not excepts(s.reading, cue.last) or not s.reading.within(*near, "deny"):
        return False
    people = next((p for i in range(cue.last + 1, cue.last + 4) if (p := s.phrases.get(i))), None)
    if people:
        s.listed(people, cue, cue.harm or "killed_or_injured", "exception")
    return True


def predicate(s: SentenceLinks, cue: Cue) -> bool:
    """Link counted people whom the noun right behind describes: ما زال 15 شخصا مفقودين, عثر على ثلاثة شبان قتلى."""
    people = s.ending.get(cue.first)
    if cue.definite or cue.first in s.covered or people is None or people.harm or people.first in s.links:
        return False
    if cue.role not in ("singular", "plural") or not people.known or s.reading.words.word(cue.first) != cue.form:
        return False
    s.link(people, cue, cue.harm or "killed_or_injured", "predicate")
    return True


def bare_noun(s: SentenceLinks, cue: Cue) -> None:
    """Nouns for the harmed without figure: سقوط قتلى وجرحى, وقوع إصابات, خسائر بشرية."""
    if predicate(s, cue) or (cue.role == "plural" and _excepted(s, cue)):
        return
    if cue.role not in ("singular", "plural", "mass") or (cue.definite and cue.role != "mass"):
        return
    if cue.first in s.covered or cue.first in s.used or _in_construct(s, cue) or _of_event(s, cue):
        return
    following = s.reading.words.word(cue.last)
    if (cue.role == "plural" and following.startswith("ال")) or s.reading.has(cue.first - 1, "toll", "reach"):
        return
    if _of_either(s, cue) or (cue.form == "اصابات" and _by_means(s, cue)) or _how(s, cue):
        return
    reach = _BODY_REACH if cue.form.startswith(("جث", "رفات")) else _CARRIER_REACH
    carried = any(s.reading.has(i, "carriers") for i in range(max(cue.first - reach, s.first), cue.first))
    if cue.role == "singular" and not (carried or _headline(s, cue)):
        return
    people = _bare(cue) if cue.role != "singular" else bounded(s.reading, _bare(cue))
    people = replace(people, group=belonging(s.reading, cue.last))
    s.link(people, cue, cue.harm or "killed_or_injured", "bare_noun")


def _of_event(s: SentenceLinks, cue: Cue) -> bool:
    """The dead of a war or a month: ضحايا حرب العراق, قتلى يوليو."""
    following = s.reading.words.word(cue.last)
    return cue.role == "plural" and (following in ("حرب", "حروب", "الحرب") or following in CONTEXT["month"])


def _headline(s: SentenceLinks, cue: Cue) -> bool:
    """A headline's one dead or hurt: شهيد في غارة, قتيلان وجريح."""
    counted_before = cue.first in s.link_ends and s.reading.words.word(cue.first).startswith("و")
    opens = cue.first == s.first or s.reading.words.word(cue.first - 1) in _HEADLINE_MARKS
    opens = opens and not s.reading.words.word(cue.last).startswith("ال")
    return counted_before or (opens and cue.harm in ("killed", "injured") and not cue.form.startswith("جث"))


def _in_construct(s: SentenceLinks, cue: Cue) -> bool:
    """Bodies of martyrs already counted: 8 جثامين شهداء, جثامين 58 شهيدا."""
    before, following = s.link_ends.get(cue.first), s.phrases.get(cue.last)
    joined = s.reading.words.word(cue.first).startswith("و") or s.reading.words.word(cue.last).startswith("و")
    return not joined and bool((before and before.harm == cue.harm) or (following and following.harm))


def _bare(cue: Cue) -> People:
    """The people that a noun for the harmed names by itself, one or two or some."""
    count = None if cue.role != "singular" else 2 if cue.form.endswith(("ين", "ان")) else 1
    form: Form = "plural" if count is None else "dual" if count == 2 else "singular"
    bound: Bound = "vague" if count is None else "exact"
    return People(cue.first, cue.last, cue.start, cue.end, count, count, bound, form, cue.raw, (cue.start, cue.end),
                  harm=cue)  # fmt: skip


def _of_either(s: SentenceLinks, cue: Cue) -> bool:
    """Whether a noun stands in "between dead and wounded", or in a pair already counted."""
    pairs = (s.reading.has(cue.first, "either"), s.reading.has(cue.first - 1, "either"))
    return any(p and (p.first in s.pairs or s.reading.words.word(p.first - 1) in ("بين", "مابين")) for p in pairs)


def _how(s: SentenceLinks, cue: Cue) -> bool:
    """نقلوا إلى المستشفى مصابين بحروق: a participle that tells how people were, of whom it counts none."""
    carried = s.reading.has(cue.first - 1, "carriers") or s.reading.words.word(cue.first - 1) in _WITHIN
    return cue.form == "مصابين" and s.reading.words.word(cue.last).startswith("ب") and not carried


def _by_means(s: SentenceLinks, cue: Cue) -> bool:
    """Whether the injuries tell how people already counted were harmed (بإصابات مختلفة, يعانون من إصابات)."""
    words = s.reading.words
    before = words.word(cue.first - 2)
    suffer = words.word(cue.first - 1) == "من" and (before[1:].startswith("عان") or before.endswith("علاج"))
    hit = s.reading.has(cue.first - 1, "harm")  # أصيبوا إصابات متفاوتة
    return suffer or words.word(cue.first).startswith("ب") or bool(hit and hit.harm == "injured")
