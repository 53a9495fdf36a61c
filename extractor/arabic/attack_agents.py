"""Doers whom a phrase beside the attack names: behind من قبل, after بين and مع, before a masdar, in a claim.

Source of the rules: Ryding 2005 (agents of passives and masdars; بين with two conjuncts) and news style.
"""

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from extractor.arabic.actor_lexicon import state_of
from extractor.arabic.actors import ActorMention
from extractor.arabic.attack_clauses import HEDGES, SUPPOSED
from extractor.arabic.attack_hits import Hit
from extractor.arabic.attack_phrases import PhraseReader, Range
from extractor.arabic.attack_words import attack_words
from extractor.arabic.nouns import counted_noun
from extractor.arabic.numeral_words import CARDINALS
from extractor.arabic.victims import is_military

PRONOUNS = frozenset(("انها", "انه", "انهم", "بانها", "بانه", "لانها"))
HAND = frozenset(("يد", "ايدي", "يدي"))
_TA_MARBUTA = attack_words().sets["feminine"]
_DEMONSTRATIVES = frozenset(("هذا", "هذه", "تلك", "ذلك"))
_FROM, _SIDE, _REMNANTS = "من", frozenset(("قبل", "جانب", "طرف")), "مخلفات"
_AGENT_WINDOW = 5  # words between an attack and من with its doer
_CLAIM_WINDOW = 40  # words
_PARTY_WINDOW = 24  # words between an attack and بين with its parties
_ARMED = frozenset(("state_forces", "coalition", "rebel_group", "jihadist", "militia"))
_BETWEEN = frozenset(("بين", "وبين"))
_ONTO = attack_words().sets["onto"]
_MUTUAL = frozenset(("clash", "exchange"))
_BELONGING = frozenset(("تابع", "تابعه", "تابعين", "تابعون", "التابع", "التابعه", "التابعين"))
_BOTH = frozenset(("الطرفين", "الجانبين", "طرفين", "جانبين"))
_ANNOUNCED = frozenset(("اعلن", "اعلنت", "يعلن", "تعلن", "تبني", "تبنت"))
_COMMAS = frozenset("،,-")
_BACKED = ("المدعوم", "الموالي")


class AgentReader(PhraseReader):
    """Reads the doers of one clause that stand in a phrase of their own."""

    @cached_property
    def _claims(self) -> list[int]:
        """The words of the clause that speak of responsibility."""
        span = range(self.clause.first, self.clause.last)
        return [i for i in span if self.words[i].text.lstrip("و").startswith(("مسووليت", "نسب"))]

    def _parties(self, hit: Hit, limit: int) -> list[Range]:
        """Both sides of a fight: the phrases or actors after بين, or who fell or fought before مع and whom it names."""
        for i in range(hit.last, min(limit, hit.last + _PARTY_WINDOW)):
            if self.words[i].text in _ONTO and hit.sense.kind not in _MUTUAL:
                return []  # هجوم على محاور القتال بين …: where, not who
            if self.words[i].text in _BETWEEN:
                named = self._actors_in(self.words[i].end, self.words[limit - 1].end)
                return named if len(named) > 1 else self._conjuncts(i + 1, limit) or named
            if self.words[i].text == "مع" and hit.sense.kind in _MUTUAL:
                return self._with(hit, i + 1, limit)
        return []

    def _conjuncts(self, first: int, limit: int) -> list[Range]:
        """Two bodies of people: بين قوة حماية المدينة واللواء السابع, بين قبيلتين."""
        joint = self._phrase_end(first, limit)
        if joint == first or self.words[first].text in _BOTH:
            return []
        if not self._fights(first):
            return []
        if joint >= limit or not self._joins(joint):
            return [self._span(first, joint)] if self.words[first].text.endswith("ين") else []
        end = max(self._phrase_end(joint, limit), joint + 1)
        start, last = self._span(joint, end)
        clitic = self._actor_from(joint) is None and start == self.words[joint].start
        return [self._span(first, joint), (start + clitic, last)]

    def _joins(self, at: int) -> bool:
        word = self.words[at]
        return word.text.startswith("و") and len(word.readings) > 1 and not self._in_actor(at)

    def _fights(self, at: int) -> bool:
        noun = counted_noun(self.words[at].text)
        body = noun is not None and noun.noun.kind in ("group", "person", "military_person")
        return body or is_military(self.words[at].text) or self._actor_from(at) is not None

    def _with(self, hit: Hit, first: int, limit: int) -> list[Range]:
        """X … في اشتباك مع Y: Y with those that و joins to it, and the armed X named last before."""
        others = self._actors_in(self.words[first - 1].end, self.words[limit - 1].end)
        joined = others[:1] if first < limit and others and others[0][0] <= self.words[first].end else []
        for span in others[1:] if joined else []:
            at = self._word_at(span[0])
            if self.words[at].text.startswith("و") and self.words[at - 1].end <= joined[-1][1]:
                joined.append(span)
        own = [a for a in self._mentions_before(hit.first) if a.category in _ARMED][-1:]
        return [*((a.start, a.end) for a in own), *joined] if joined else []

    def _mentions_before(self, at: int) -> list[ActorMention]:
        start = self.words[self.clause.first].start
        return [a for a in self._naming(start, self.words[at].start) if start <= a.start]

    def _by_agent(self, first: int, limit: int) -> list[Range]:
        """من قبل X, على يد X, من before armed people (قصف من قوات النظام), and who left a mine (من مخلفات X)."""
        for i in range(first, limit - 2):
            word, after = self.words[i], self.words[i + 1]
            near = word.text in (_FROM, _REMNANTS) and i - first < _AGENT_WINDOW and not self._counts_people(first, i)
            actor = self._actor_from(i + 1) if near else None
            if actor and actor.category in _ARMED and actor.start == after.start:
                return [(actor.start, actor.end)]
            if (word.text == _FROM and after.text in _SIDE) or (word.text == "علي" and after.text in HAND):
                return self._phrases(i + 2, limit)[:1]
            if word.text == "بقياده" and i - first < _AGENT_WINDOW and self._names_somebody(i + 1):
                return self._phrases(i + 1, limit)[:1]
        return []

    def _did_it(self) -> list[Range]:
        """هجوم على حاجز في …، نفذه تنظيم X: a relative verb behind the clause's last comma goes back to its attack."""
        at = self.clause.last
        if at + 1 >= len(self.words) or self.words[at - 1].text not in _COMMAS:
            return []
        senses = self._lexicon.senses.get(self.words[at].text, ())
        does = any(s.object_pronoun and s.role == "agent" for s in senses)
        return self._phrases(at + 1, len(self.words))[:1] if does else []

    def _counts_people(self, first: int, last: int) -> bool:
        """مقتل 7 من عناصر …: behind a number or words of harm من tells of whom, not by whom."""
        words = self.words[first:last]
        return any(w.text[0].isdigit() or w.clitics(CARDINALS) is not None for w in words) or self._harm_in(first, last)

    def _harm_in(self, first: int, last: int) -> bool:
        return any(w.clitics(self._lexicon.sets["harmed"]) is not None for w in self.words[first:last])

    def _claimant(self, first: int) -> list[Range]:
        """أعلن تنظيم X مسؤوليته عنه، نسبه شهود إلى X: who takes the responsibility, or is given it, later on."""
        for i in (i for i in self._claims if first <= i < first + _CLAIM_WINDOW):
            if self.words[i].text.startswith("مسووليت"):
                return self._actors_in(self.words[first].start, self.words[i].start)[-1:]
            if self.words[i].text.lstrip("و").startswith("نسب"):
                return self._actors_in(self.words[i].end, self.words[self.clause.last - 1].end)[-1:]
        return []

    def _behind_masdar(self, hit: Hit, *, carried: bool) -> list[Range]:
        """رد الجيش بقصف, اتهمت كييف موسكو بقصف, مسؤوليتها عن قصف: the last actor before the noun in its clause.

        Nobody who is harmed by it (استشهد القيادي في الحركة باستهداف مركبته), and nobody behind a preposition.
        """
        before = hit.first - 1 - (hit.first > 1 and self.words[hit.first - 1].among(_DEMONSTRATIVES))
        instrument = not hit.sense.tense and hit.clitics in ("ب", "بال", "وب")
        masdar = instrument or (not hit.sense.tense and self.words[before].text == "عن")
        stem = self.words[hit.first].text.removeprefix(hit.clitics)
        possessed = stem.endswith(("ه", "ها", "هم")) and not hit.sense.tense and stem not in _TA_MARBUTA
        announced = self.words[self.clause.first].text in PRONOUNS and carried
        opening = max(self.clause.first, hit.first - _CLAIM_WINDOW)
        if announcer := self._announcer(hit):
            return [announcer]
        if not (masdar or possessed or announced) or (instrument and self._harm_in(opening, hit.first)):
            return []
        first = self.words[self.clause.first].start if masdar and not announced else self._sentence[0]
        actors = self._actors_in(first, self.words[hit.first].start)
        return next(([a] for a in reversed(actors) if not self._complement(a)), actors[-1:])

    def _announcer(self, hit: Hit) -> Range | None:
        """أعلن حزب الله استهداف …: the party whose strike its own announcement tells."""
        bare = not hit.sense.tense and hit.clitics == "" and hit.first > self.clause.first
        own = self._mentions_before(hit.first)[-1:] if bare else []
        for actor in own:
            at = self._word_at(actor.start)
            verb = self.words[at - 1].text.lstrip("و") if at else ""
            if actor.category in _ARMED and actor.end == self.words[hit.first - 1].end and verb in _ANNOUNCED:
                return actor.start, actor.end
        return None

    def _supposed(self, span: Range) -> Range:
        """طائرات يعتقد أنها روسية, مسلحون يشتبه بانتمائهم إلى تنظيم X: those of an unsure side are named with it."""
        at = self._word_at(span[1] - 1) + 1
        head = self.words[self._word_at(span[0])]
        manned = any(head.clitics(self._lexicon.sets[name]) is not None for name in ("firing", "fighters"))
        near = range(at - 1, min(at + 2, len(self.words)))
        that = next((i for i in near if self.words[i].text in SUPPOSED | HEDGES), None)
        if not manned or that is None:
            return span
        owner = next((i for i in range(that + 1, min(that + 5, len(self.words))) if self._names_somebody(i)), None)
        if owner is None:
            return span
        actor = self._actor_from(owner)
        return span[0], actor.end if actor else self.words[owner].end

    def _names_somebody(self, at: int) -> bool:
        return self._actor_from(at) is not None or state_of(self.words[at].text) is not None

    def _by_name(self, span: Range) -> Range:
        """خلايا تابعة لتنظيم X, ميليشيا X المدعومة من دولة: the party itself, without its members or backers."""
        at = self._word_at(span[0])
        words = [w for w in self.words[at : at + _PARTY_WINDOW] if w.start < span[1]]
        craft = any(w.clitics(self._lexicon.sets["firing"]) is not None for w in words[:1])
        for before, word in pairwise(words) if not craft else ():
            if before.text in _BELONGING and word.text.startswith("ل"):
                return word.start + (not word.text.startswith("لل")), span[1]
        named = any((a.start, a.end) == span and a.rule == "name" for a in self._naming(*span))
        backed = next((n for n, w in enumerate(words) if w.text.startswith(_BACKED)), 0)
        return (span[0], words[backed - 1].end) if named and backed else span


def distinct(ranges: Sequence[Range]) -> tuple[Range, ...]:
    """Each range once, in order."""
    return tuple(dict.fromkeys(ranges))
