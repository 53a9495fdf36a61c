"""Who attacks and what is struck, by word order and prepositions.

Attacker: the subject of the active verb (verb-subject or subject-verb), the phrase after من قبل or على يد, the noun
that a masdar governs (غارات التحالف, قصف الطيران), the ل of the doer (غارات للتحالف), the demonym (قصف إسرائيلي), the
parties after بين, or the actor that the clause says did it (رد الجيش بقصف). Target: the object, the phrase after على,
ضد, باتجاه, and the subject of تعرض.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from extractor.arabic.actor_lexicon import state_of
from extractor.arabic.attack_clauses import Trigger
from extractor.arabic.attack_hits import Hit
from extractor.arabic.attack_kinds import modifier_run
from extractor.arabic.attack_phrases import PHRASE, PhraseReader, Range, aside
from extractor.arabic.attack_words import attack_words

_TA_MARBUTA = attack_words().sets["feminine"]
_BOMBS = frozenset(("ied", "suicide_attack"))
_PRONOUNS = frozenset(("انها", "انه", "انهم", "بانها", "بانه", "لانها"))
_BY_PEOPLE = frozenset(("suicide_attack", "shooting"))  # kinds that an adjective of people names (هجوم مسلح)
_DEMONSTRATIVES = frozenset(("هذا", "هذه", "تلك", "ذلك"))
_CLAIMED = frozenset(("عن",))
_TRANSITIVE = attack_words().sets["transitive"]
_FROM, _SIDE, _HAND = "من", frozenset(("قبل", "جانب", "طرف")), frozenset(("يد", "ايدي", "يدي"))
_CLAIM_WINDOW = 40  # words
_REMNANTS = "مخلفات"
_AGENT_WINDOW = 5  # words between an attack and من with its doer
_ARMED = frozenset(("state_forces", "coalition", "rebel_group", "jihadist", "militia"))
_NAMED = frozenset(("name", "head_of_name", "head_with_name"))
_BETWEEN = frozenset(("بين", "وبين"))
_ONTO = attack_words().sets["onto"]


@dataclass(frozen=True, slots=True)
class Roles:
    """Ranges of code points, the first the best founded."""

    attackers: tuple[Range, ...]
    targets: tuple[Range, ...]


class RoleReader(PhraseReader):
    """Reads the roles of one clause: its words, and the actors that the text names."""

    @cached_property
    def _claims(self) -> list[int]:
        """The words of the clause that speak of responsibility."""
        span = range(self.clause.first, self.clause.last)
        return [i for i in span if self.words[i].text.lstrip("و").startswith(("مسووليت", "نسب"))]

    def roles(self, trigger: Trigger, limit: int) -> Roles:
        """The attackers and targets of a trigger whose words end before the word `limit`."""
        if trigger.hit.sense.tense:
            attackers, targets = self._of_verb(trigger.hit, limit)
        else:
            attackers, targets = self._of_noun(trigger, limit)
        attackers = [*attackers, *self._by_agent(trigger.hit.last, limit)]
        targets = [*targets, *self._onto(trigger.hit.last, limit)]
        attackers = attackers or self._claimant(trigger.hit.last)
        suffered = trigger.before is not None and trigger.before.sense.role == "patient"
        if not attackers and not suffered:
            attackers = self._behind_masdar(
                trigger.hit,
                carried=bool(trigger.hit.sense.tense or (trigger.before and trigger.before.sense.role == "agent")),
            )
        attackers = [self._fullest(a) for a in map(self._owner, map(self._supposed, attackers)) if self._somebody(a)]
        if trigger.hit.sense.kind != "interception":
            targets = [t for t in targets if not self._starts_with(t, ("munitions", "modifiers"), unless="struck")]
        return Roles(_distinct(attackers), tuple(t for t in _distinct(targets) if t not in attackers))

    def kind_of(self, span: Range) -> str | None:
        """The kind that a weapon at the head of an actor's words names; None for a name from an earlier sentence."""
        if span[0] < self._sentence[0]:
            return None
        at = self._word_at(span[0])
        for word in (w for w in self.words[at : at + PHRASE] if w.start < span[1]):
            clitics = word.clitics(self._lexicon.modifiers)
            over = word.clitics(self._lexicon.overrides)
            if over is not None:
                return self._lexicon.overrides[word.text[len(over) :]]
            if clitics is not None and self.words[at] is word:
                kind = self._lexicon.modifiers[word.text[len(clitics) :]]
                after = self.words[at + 1 : at + 4]
                drone = any(w.clitics(self._lexicon.overrides) is not None for w in after if w.start < span[1])
                return "drone_attack" if drone else kind
        return None

    def _somebody(self, span: Range) -> bool:
        """A party or people; a weapon only with the name or state of its owner (مسيرة إسرائيلية)."""
        first = self._word_at(span[0])
        words = [w for w in self.words[first : first + PHRASE] if w.start < span[1]]
        sets = self._lexicon.sets
        if any(words[0].clitics(sets[k]) is not None for k in ("fighters", "people")):
            return True
        if any(words[0].clitics(sets[k]) is not None for k in ("munitions", "craft", "firing", "modifiers")):
            owned = any(state_of(w.text) or w.among(sets["linking"]) for w in words[1:])
            return owned or any(a.rule in _NAMED or a.start > span[0] for a in self._naming(*span))
        return state_of(words[0].text) is not None or bool(self._naming(*span))

    def _of_verb(self, hit: Hit, limit: int) -> tuple[list[Range], list[Range]]:
        """Subject and object of a finite verb: the subject stands right before it, else right after it."""
        direct_object = hit.sense.role != "launch"
        if hit.sense.takes and hit.sense.takes <= _BOMBS and hit.sense.kind == "other":
            return [], []  # an explosion has no doer in its grammar
        if hit.sense.object_pronoun:
            return self._phrases(hit.last, limit)[:1], []
        subject = self._before(hit.first)
        phrases = self._phrases(hit.last, limit)
        if subject is None and self.words[self.clause.first].text in _PRONOUNS:
            return [], phrases[:1] if direct_object else []
        if subject is None:
            struck = phrases and self.words[self._word_at(phrases[0][0])].clitics(self._lexicon.sets["struck"]) == ""
            if struck and not self._actor_at(phrases[0]) and not self._striker(hit.last):
                return [], phrases[:1]
            return phrases[:1], phrases[1:2] if direct_object else []
        return [subject], phrases[:1] if direct_object else []

    def _of_noun(self, trigger: Trigger, limit: int) -> tuple[list[Range], list[Range]]:
        """Roles of an attack noun: from its carrier verbs first, then from what the noun itself governs."""
        attackers: list[Range] = []
        targets: list[Range] = []
        for carrier in (trigger.before, *trigger.after):
            if carrier:
                more_attackers, more_targets = self._of_carrier(carrier, trigger, limit)
                attackers += more_attackers
                targets += more_targets
        governed_attackers, governed_targets = self._governed(trigger.hit, limit)
        return attackers + governed_attackers, targets + governed_targets

    def _of_carrier(self, carrier: Hit, trigger: Trigger, limit: int) -> tuple[list[Range], list[Range]]:
        hit, role = trigger.hit, carrier.sense.role
        if role == "agent":
            return self._agent(carrier, hit), []
        if role == "patient" and "عرض" in self.words[carrier.first].text:
            struck = self._phrases(carrier.last, hit.first)[:1] if carrier.first < hit.first else []
            before = self._before(carrier.first)
            return [], struck or ([before] if before else [])
        if role == "reach":
            return [], self._phrases(max(carrier.last, hit.last), limit)[:1]
        return [], []

    def _agent(self, carrier: Hit, hit: Hit) -> list[Range]:
        """Subject of شن, نفذ: between verb and noun; before the verb; or after it when the noun came first."""
        if carrier.first > hit.first:
            return self._phrases(carrier.last, self.clause.last)[:1]
        between = self._phrases(carrier.last, hit.first)
        if between and (carrier.sense.tense or self._actor_at(between[0]) or self._fires(carrier.last)):
            return [b for b in between[:2] if b is between[0] or self._actor_at(b)]
        before = self._before(carrier.first)
        return [before] if before else between[:1]

    def _governed(self, hit: Hit, limit: int) -> tuple[list[Range], list[Range]]:
        """Demonym, genitive, ل of the doer, and the parties of a clash."""
        run = modifier_run(self.words, hit.last, limit)
        nouns = (i for i in run if not aside(self.words[i].text) and not state_of(self.words[i].text))
        own = range(run.start, next(nouns, run.stop))
        demonyms = [self._span(i, i + 1) for i in own if state_of(self.words[i].text) and not self._in_name(i)]
        between = self._parties(hit.last, limit)
        if between or demonyms:
            return between + demonyms, []
        phrases = [p for p in self._phrases(hit.last, limit) if not self._qualifies(hit, p)]
        if phrases and self._is_doer(phrases[0]):
            return phrases[:1], []
        stem = self.words[hit.first].text.removeprefix(hit.clitics)
        if stem in _TRANSITIVE and not self._fires(hit.last) and not (len(phrases) > 1 and self._actor_at(phrases[0])):
            return [], phrases[:1]
        return [p for p in phrases[:1] if self._actor_at(p) or self._fires(hit.last)], self._object(stem, phrases)

    def _qualifies(self, hit: Hit, span: Range) -> bool:
        """The adjective of an attack (التفجير الانتحاري, هجوم مسلح), which agrees with its noun and names nobody."""
        word = self.words[self._word_at(span[0])]
        kind = word.clitics(self._lexicon.modifiers)
        suicide = kind is not None and self._lexicon.modifiers[word.text[len(kind) :]] in _BY_PEOPLE
        agrees = suicide and (("ال" in (kind or "")) == ("ال" in hit.clitics))
        return agrees and word is self.words[min(hit.last, len(self.words) - 1)]

    def _is_doer(self, span: Range) -> bool:
        """The ل of the doer in front of an actor or his craft (قصف لقوات النظام, غارات لطائرات حربية)."""
        word = self.words[self._word_at(span[0])]
        actor = self._actor_from(self._word_at(span[0]))
        if word.clitics(self._lexicon.sets["firing"]) in ("ل", "لل"):
            return True
        return actor is not None and word.text[0] == "ل" and (actor.start > word.start or word.text.startswith("لل"))

    def _object(self, stem: str, phrases: Sequence[Range]) -> list[Range]:
        return list(phrases[1:2]) if stem in _TRANSITIVE else []

    def _parties(self, first: int, limit: int) -> list[Range]:
        """The actors after بين, or all that the clause names after it."""
        for i in range(first, min(limit, first + 12)):
            if self.words[i].text in _BETWEEN:
                return self._actors_in(self.words[i].end, self.words[limit - 1].end)
        return []

    def _by_agent(self, first: int, limit: int) -> list[Range]:
        """من قبل X, على يد X, من before armed people (قصف من قوات النظام), and who left a mine (من مخلفات X)."""
        for i in range(first, limit - 2):
            word, after = self.words[i], self.words[i + 1]
            near = word.text in (_FROM, _REMNANTS) and i - first < _AGENT_WINDOW
            actor = self._actor_from(i + 1) if near else None
            if actor and actor.category in _ARMED and actor.start == after.start:
                return [(actor.start, actor.end)]
            if (word.text == _FROM and after.text in _SIDE) or (word.text == "علي" and after.text in _HAND):
                return self._phrases(i + 2, limit)[:1]
        return []

    def _claimant(self, first: int) -> list[Range]:
        """أعلن تنظيم X مسؤوليته عنه، نسبه شهود إلى X: who takes the responsibility, or is given it, later on."""
        for i in (i for i in self._claims if first <= i < first + _CLAIM_WINDOW):
            if self.words[i].text.startswith("مسووليت"):
                return self._actors_in(self.words[first].start, self.words[i].start)[-1:]
            if self.words[i].text.lstrip("و").startswith("نسب"):
                return self._actors_in(self.words[i].end, self.words[self.clause.last - 1].end)[-1:]
        return []

    def _onto(self, first: int, limit: int) -> list[Range]:
        """The phrase after على, ضد, باتجاه."""
        for i in range(first, limit - 1):
            word = self.words[i]
            if word.text in _ONTO and self.words[i + 1].text not in _HAND:
                return self._phrases(i + 1, limit)[:1]
        return []

    def _behind_masdar(self, hit: Hit, *, carried: bool) -> list[Range]:
        """رد الجيش بقصف, اتهمت كييف موسكو بقصف, مسؤوليتها عن قصف: the last actor before the noun in its clause."""
        before = hit.first - 1 - (hit.first > 1 and self.words[hit.first - 1].among(_DEMONSTRATIVES))
        masdar = not hit.sense.tense and (hit.clitics in ("ب", "بال", "وب") or self.words[before].text in _CLAIMED)
        stem = self.words[hit.first].text.removeprefix(hit.clitics)
        possessed = stem.endswith(("ه", "ها", "هم")) and not hit.sense.tense and stem not in _TA_MARBUTA
        announced = self.words[self.clause.first].text in _PRONOUNS and carried
        if not (masdar or possessed or announced):
            return []
        first = self.words[self.clause.first].start if masdar and not announced else self._sentence[0]
        return self._actors_in(first, self.words[hit.first].start)[-1:]


def _distinct(ranges: Sequence[Range]) -> tuple[Range, ...]:
    return tuple(dict.fromkeys(ranges))
