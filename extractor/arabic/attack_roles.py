"""Who attacks and what is struck, by word order and prepositions.

Attacker: the subject of the active verb (verb-subject or subject-verb), the phrase after من قبل or على يد, the noun
that a masdar governs (غارات التحالف, قصف الطيران), the ل of the doer (غارات للتحالف), the demonym (قصف إسرائيلي), the
parties after بين, or the actor that the clause says did it (رد الجيش بقصف). Target: the object, the phrase after على,
ضد, باتجاه, and the subject of تعرض.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.arabic.actor_lexicon import state_of
from extractor.arabic.actors import ActorMention
from extractor.arabic.attack_clauses import Clause, Hit, Trigger
from extractor.arabic.attack_kinds import modifier_run
from extractor.arabic.attack_words import AttackWords, Word, attack_words
from extractor.arabic.numeral_words import CARDINALS

Range = tuple[int, int]
_PHRASE = 7  # words of a noun phrase
_SHORT = 4  # letters; a shorter word is more likely a noun in ب than ب with a noun
_ONTO = attack_words().sets["onto"]
_BETWEEN = frozenset(("بين", "وبين"))
_FROM, _SIDE, _HAND = "من", frozenset(("قبل", "جانب", "طرف")), frozenset(("يد", "ايدي", "يدي"))
_TRANSITIVE = attack_words().sets["transitive"]
_LINKING = attack_words().sets["linking"]
_CLAIMED = frozenset(("عن",))


@dataclass(frozen=True, slots=True)
class Roles:
    """Ranges of code points, the first the best founded."""

    attackers: tuple[Range, ...]
    targets: tuple[Range, ...]


class RoleReader:
    """Reads the roles of one clause: its words, and the actors that the text names."""

    def __init__(self, clause: Clause, actors: Sequence[ActorMention], sentence: Range) -> None:
        """`actors` in text order; `sentence` is the range in which an antecedent is looked for."""
        self.words = clause.words
        self.clause = clause
        self._actors = actors
        self._starts = [a.start for a in actors]
        self._sentence = sentence
        self._lexicon: AttackWords = attack_words()

    def roles(self, trigger: Trigger, limit: int) -> Roles:
        """The attackers and targets of a trigger whose words end before the word `limit`."""
        if trigger.hit.sense.tense:
            attackers, targets = self._of_verb(trigger.hit, limit)
        else:
            attackers, targets = self._of_noun(trigger, limit)
        attackers = [*attackers, *self._by_agent(trigger.hit.last, limit)]
        targets = [*targets, *self._onto(trigger.hit.last, limit)]
        if not attackers:
            attackers = self._behind_masdar(
                trigger.hit,
                carried=bool(trigger.hit.sense.tense or (trigger.before and trigger.before.sense.role == "agent")),
            )
        attackers = [a for a in attackers if not self._starts_with(a, ("munitions", "modifiers"), unless="firing")]
        if trigger.hit.sense.kind != "interception":
            targets = [t for t in targets if not self._starts_with(t, ("munitions", "modifiers"), unless="struck")]
        return Roles(_distinct(attackers), tuple(t for t in _distinct(targets) if t not in attackers))

    def _starts_with(self, span: Range, classes: Sequence[str], *, unless: str) -> bool:
        """A weapon is neither party by itself: صواريخ سقطت, تفجير حزام ناسف."""
        at = self._word_at(span[0])
        starts = [w for w in self.words[at : at + 2] if w.start < span[1]]
        sets = self._lexicon.sets
        weapon = any(w.clitics(sets[k]) in ("", "ال") for w in starts[:1] for k in classes)
        weapon = weapon or any(w.clitics(sets["munitions"]) in ("", "ال") for w in starts)
        return weapon and starts[0].clitics(sets[unless]) is None

    def _word_at(self, offset: int) -> int:
        """The word that holds an offset."""
        return bisect_right(self.words, offset, key=lambda w: w.start) - 1

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
        demonyms = [self._span(i, i + 1) for i in run if state_of(self.words[i].text) and not self._in_actor(i)]
        between = self._parties(hit.last, limit)
        if between or demonyms:
            return between + demonyms, []
        phrases = self._phrases(hit.last, limit)
        stem = self.words[hit.first].text.removeprefix(hit.clitics)
        if stem in _TRANSITIVE and not self._fires(hit.last) and not (len(phrases) > 1 and self._actor_at(phrases[0])):
            return [], phrases[:1]
        return [p for p in phrases[:1] if self._actor_at(p) or self._fires(hit.last)], self._object(stem, phrases)

    def _object(self, stem: str, phrases: Sequence[Range]) -> list[Range]:
        return list(phrases[1:2]) if stem in _TRANSITIVE else []

    def _fires(self, at: int) -> bool:
        return at < len(self.words) and self.words[at].clitics(self._lexicon.sets["firing"]) in ("", "ال")

    def _parties(self, first: int, limit: int) -> list[Range]:
        """The actors after بين, or all that the clause names after it."""
        for i in range(first, min(limit, first + 12)):
            if self.words[i].text in _BETWEEN:
                return self._actors_in(self.words[i].end, self.words[limit - 1].end)
        return []

    def _by_agent(self, first: int, limit: int) -> list[Range]:
        """من قبل X, على يد X."""
        for i in range(first, limit - 2):
            word, after = self.words[i], self.words[i + 1]
            if (word.text == _FROM and after.text in _SIDE) or (word.text == "علي" and after.text in _HAND):
                return self._phrases(i + 2, limit)[:1]
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
        masdar = not hit.sense.tense and (
            hit.clitics in ("ب", "بال", "وب") or self.words[hit.first - 1].text in _CLAIMED
        )
        stem = self.words[hit.first].text.removeprefix(hit.clitics)
        possessed = stem.endswith(("ه", "ها", "هم")) and not hit.sense.tense and stem not in _TA_MARBUTA
        announced = self.words[self.clause.first].text in _PRONOUNS and carried
        if not (masdar or possessed or announced):
            return []
        first = self.words[self.clause.first].start if masdar and not announced else self._sentence[0]
        return self._actors_in(first, self.words[hit.first].start)[-1:]

    def _before(self, at: int) -> Range | None:
        """The noun phrase that ends right before a word of the clause, or a known actor in the words before it."""
        end = at
        while end > self.clause.first and self.words[end - 1].among(_SKIPPED):
            end -= 1
        if end > self.clause.first and self.words[end - 1].among(self._lexicon.sets["relatives"]):
            end -= 1
        actors = self._actors_in(self.words[self.clause.first].start, self.words[at].start)
        if actors:
            return actors[-1]
        first = end
        while first > self.clause.first and end - first < _PHRASE and self._nominal(first - 1):
            first -= 1
        named = any(self._striker(i) for i in range(first, end))
        return self._span(first, end) if named else None

    def _striker(self, at: int) -> bool:
        """A weapon or a class of fighters."""
        sets = self._lexicon.sets
        return any(self.words[at].clitics(sets[k]) is not None for k in ("firing", "fighters"))

    def _nominal(self, at: int) -> bool:
        word = self.words[at]
        sets = self._lexicon.sets
        return (
            word.text[0].isalpha()
            and word.text not in _NO_NAME
            and not self._adverbial(at)
            and not any(word.among(sets[k]) for k in ("prepositions", "relatives", "times", "openers", "clause_verbs"))
            and not any(s.tense and not s.object_pronoun for s in self._lexicon.senses.get(word.text, ()))
        )

    def _adverbial(self, at: int) -> bool:
        """A word with the preposition ب that no known noun or name explains."""
        word = self.words[at]
        known = any(word.clitics(self._lexicon.sets[k]) == "" for k in ("struck", "firing", "fighters", "modifiers"))
        return word.text.startswith("ب") and len(word.text) > _SHORT and not known and not self._in_actor(at)

    def _phrases(self, first: int, limit: int) -> list[Range]:
        """Up to two noun phrases from a word on: subject and object; words of time and degree are stepped over."""
        at = self._after_times(first, limit)
        end = self._phrase_end(at, limit)
        if end <= at:
            return []
        found = [self._span(at, end)]
        nxt = self._after_times(end, limit)
        after = self._phrase_end(nxt, limit)
        return [*found, self._span(nxt, after)] if after > nxt else found

    def _after_times(self, at: int, limit: int) -> int:
        times = self._lexicon.sets["times"]
        while at < limit and (
            self.words[at].among(times) or self._aside(at) or self.words[at].text in ("،", ",", "-") or self._dated(at)
        ):
            at += 1
        return at

    def _aside(self, at: int) -> bool:
        """A quality, the kind as adjective, or an instrument: no noun phrase begins there."""
        sets, word = self._lexicon.sets, self.words[at]
        instrument = word.clitics(sets["modifiers"]) in ("ب", "بال")
        adjective = word.clitics(sets["modifiers"]) in ("", "ال") and word.clitics(sets["munitions"]) is None
        party = any(word.clitics(sets[k]) is not None for k in ("firing", "fighters", "struck", "craft"))
        return instrument or word.clitics(sets["qualities"]) is not None or (adjective and not party)

    def _dated(self, at: int) -> bool:
        return (
            self.words[at].text.startswith("في") and at + 1 < len(self.words) and self.words[at + 1].text[0].isdigit()
        )

    def _phrase_end(self, first: int, limit: int) -> int:
        """One past the phrase: an actor runs to its end; else nouns and adjectives until a new noun must begin."""
        if first >= limit or not self._nominal(first):
            return first
        actor = self._actor_from(first)
        at = first + 1
        if actor:
            while at < limit and self.words[at].start < actor.end:
                at += 1
            return at
        while at < min(limit, first + _PHRASE) and self._continues(at, first):
            at += 1
        return at

    def _continues(self, at: int, first: int) -> bool:
        word, before = self.words[at], self.words[at - 1]
        if not self._nominal(at) or (word.text.startswith("و") and len(word.readings) > 1 and not self._in_actor(at)):
            return before.among(_LINKING) and word.text in ("ل", "من")
        if before.among(_LINKING) or self.words[at - 1].text == "ل":
            return True
        if word.clitics(self._lexicon.sets["struck"]) == "":
            return self._counts(before) or before.clitics(self._lexicon.sets["struck"]) in ("", "ب", "ل")
        if word.text[0] == "ب" and word.clitics(self._lexicon.sets["modifiers"]) in ("ب", "بال"):
            return False
        return not (before.definite and not word.definite and at - first > 0 and not self._in_actor(at))

    def _counts(self, word: Word) -> bool:
        """A number word keeps the counted noun in its phrase: سبع طائرات."""
        return word.text.isdigit() or word.clitics(CARDINALS) is not None

    def _span(self, first: int, last: int) -> Range:
        start = self.words[first].start
        clitics = self.words[first].clitics(self._known_heads())
        if clitics in ("ل", "ب", "و", "ف"):
            start += 1
        actor = self._actor_from(first)
        if actor:
            return actor.start, actor.end
        return start, self.words[last - 1].end

    def _known_heads(self) -> frozenset[str]:
        return self._lexicon.sets["struck"] | self._lexicon.sets["firing"] | self._lexicon.sets["fighters"]

    def _actors_in(self, start: int, end: int) -> list[Range]:
        at = bisect_left(self._starts, start)
        found = []
        while at < len(self._actors) and self._actors[at].end <= end:
            found.append((self._actors[at].start, self._actors[at].end))
            at += 1
        return found

    def _actor_from(self, at: int) -> ActorMention | None:
        """The actor that begins in a word (after its clitics)."""
        i = bisect_left(self._starts, self.words[at].start)
        found = self._actors[i] if i < len(self._actors) else None
        return found if found and found.start < self.words[at].end else None

    def _actor_at(self, span: Range) -> bool:
        return any(a == span for a in self._actors_in(*span))

    def _in_actor(self, at: int) -> bool:
        i = bisect_left(self._starts, self.words[at].end) - 1
        return i >= 0 and self._actors[i].start <= self.words[at].start < self._actors[i].end


_PRONOUNS = frozenset(("انها", "انه", "انهم", "بانها", "بانه", "لانها"))
_BOMBS = frozenset(("ied", "suicide_attack"))
_NO_NAME = attack_words().sets["no_name"]
_TA_MARBUTA = attack_words().sets["feminine"]
_SKIPPED = attack_words().sets["skipped"]


def _distinct(ranges: Sequence[Range]) -> tuple[Range, ...]:
    return tuple(dict.fromkeys(ranges))
