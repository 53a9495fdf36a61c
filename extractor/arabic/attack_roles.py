"""Who attacks and what is struck, by word order and prepositions; `attack_agents.py` reads phrases beside the attack.

Attacker: the subject of the active verb (verb-subject or subject-verb), the phrase after من قبل or على يد, the noun
that a masdar governs (غارات التحالف, قصف الطيران), the ل of the doer (غارات للتحالف), the demonym (قصف إسرائيلي), the
parties after بين, or the actor that the clause says did it (رد الجيش بقصف). Target: the object, the phrase after على,
ضد, باتجاه, and the subject of تعرض.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.arabic.actor_lexicon import state_of
from extractor.arabic.attack_agents import HAND, PRONOUNS, AgentReader, distinct
from extractor.arabic.attack_clauses import Trigger
from extractor.arabic.attack_hits import Hit
from extractor.arabic.attack_kinds import modifier_run
from extractor.arabic.attack_phrases import PHRASE, Range, aside
from extractor.arabic.attack_words import attack_words

_BOMBS = frozenset(("ied", "suicide_attack"))
_BY_PEOPLE = frozenset(("suicide_attack", "shooting"))  # kinds that an adjective of people names (هجوم مسلح)
_TRANSITIVE = attack_words().sets["transitive"]
_NAMED = frozenset(("name", "head_of_name", "head_with_name"))
_ONTO = attack_words().sets["onto"]


@dataclass(frozen=True, slots=True)
class Roles:
    """Ranges of code points, the first the best founded."""

    attackers: tuple[Range, ...]
    targets: tuple[Range, ...]


class RoleReader(AgentReader):
    """Reads the roles of one clause: its words, and the actors that the text names."""

    def roles(self, trigger: Trigger, limit: int) -> Roles:
        """The attackers and targets of a trigger whose words end before the word `limit`."""
        if trigger.hit.sense.tense:
            attackers, targets = self._of_verb(trigger.hit, limit)
        else:
            attackers, targets = self._of_noun(trigger, limit)
        attackers = [*attackers, *self._by_agent(trigger.hit.last, limit)]
        targets = [*targets, *self._onto(trigger.hit.last, limit)]
        attackers = attackers or self._did_it() or self._claimant(trigger.hit.last)
        suffered = trigger.before is not None and trigger.before.sense.role == "patient"
        if not attackers and not suffered:
            attackers = self._behind_masdar(
                trigger.hit,
                carried=bool(trigger.hit.sense.tense or (trigger.before and trigger.before.sense.role == "agent")),
            )
        parties = () if trigger.hit.sense.tense else self._parties(trigger.hit, limit)
        attackers = [
            self._by_name(self._fullest(a))
            for a in map(self._owner, map(self._supposed, attackers))
            if self._somebody(a) or a in parties
        ]
        if trigger.hit.sense.kind != "interception":
            targets = [t for t in targets if not self._starts_with(t, ("munitions", "modifiers"), unless="struck")]
        return Roles(distinct(attackers), tuple(t for t in distinct(targets) if t not in attackers))

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
        if hit.sense.tense == "perfect" and hit.clitics == "ل":
            return [], []  # no verb of the past takes ل: تعرضت القاعدة لاستهدف is a slip for لاستهداف
        if hit.sense.takes and hit.sense.takes <= _BOMBS and hit.sense.kind == "other":
            return [], []  # an explosion has no doer in its grammar
        if hit.sense.object_pronoun:
            return self._phrases(hit.last, limit)[:1], []
        subject = self._before(hit.first)
        phrases = self._phrases(hit.last, limit)
        if subject is None and self.words[self.clause.first].text in PRONOUNS:
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
        nouns = (i for i in run if not aside(self.words[i].text) and not self._demonym(i))
        own = range(run.start, next(nouns, run.stop))
        demonyms = [self._span(i, i + 1) for i in own if self._demonym(i) and not self._in_name(i)]
        between = self._parties(hit, limit)
        if between or demonyms:
            return between + demonyms, []
        phrases = [p for p in self._phrases(hit.last, limit) if not self._qualifies(hit, p)]
        if phrases and self._is_doer(phrases[0]):
            return phrases[:1], []
        stem = self.words[hit.first].text.removeprefix(hit.clitics)
        if stem in _TRANSITIVE and not self._fires(hit.last) and not (len(phrases) > 1 and self._actor_at(phrases[0])):
            return [], phrases[:1]
        return [p for p in phrases[:1] if self._actor_at(p) or self._fires(hit.last)], self._object(stem, phrases)

    def _demonym(self, at: int) -> bool:
        """The adjective of a state (قصف إسرائيلي) or of a party (هجوم حوثي)."""
        actor = self._actor_from(at)
        return state_of(self.words[at].text) is not None or (actor is not None and actor.rule == "demonym_of_attack")

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

    def _onto(self, first: int, limit: int) -> list[Range]:
        """The phrase after على, ضد, باتجاه."""
        for i in range(first, limit - 1):
            word = self.words[i]
            if word.text in _ONTO and self.words[i + 1].text not in HAND:
                return self._phrases(i + 1, limit)[:1]
        return []
