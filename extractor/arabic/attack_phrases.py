"""Noun phrases in a clause: where they begin and end, without a tagger.

A phrase runs over nouns and adjectives and over the whole name of a known actor; a preposition, relative, word of time
or finite verb ends it, and so does an indefinite noun after a definite one, since a construct cannot go on there.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from extractor.arabic.actors import ActorMention
from extractor.arabic.attack_clauses import HEDGES, SUPPOSED, Clause
from extractor.arabic.attack_words import AttackWords, Word, attack_words, word_alone
from extractor.arabic.fold import fold_key
from extractor.arabic.numeral_words import CARDINALS

Range = tuple[int, int]
PHRASE = 7  # words of a noun phrase
_ACTORS_BACK = 30  # actors among which the full name of a short one is looked for
_SHORT = 4  # letters; a shorter word is more likely a noun in ب than ب with a noun


def _union(*names: str) -> frozenset[str]:
    return frozenset[str]().union(*(attack_words().sets[name] for name in names))


_LINKING = attack_words().sets["linking"]
_NO_NAME = attack_words().sets["no_name"]
_ANOTHER = attack_words().sets["another"]  # إنزال جوي آخر للتحالف
_SKIPPED = attack_words().sets["skipped"]
_KNOWN_HEADS = _union("struck", "firing", "fighters")
_NO_NOUN = _union("prepositions", "relatives", "times", "openers", "clause_verbs")


@lru_cache(maxsize=2048)
def _may_be_noun(text: str) -> bool:
    """Whether a word can stand in a noun phrase: no mark, particle, word of time or finite verb."""
    verb = any(s.tense and not s.object_pronoun for s in attack_words().senses.get(text, ()))
    return text[0].isalpha() and text not in _NO_NAME and not verb and not word_alone(text).among(_NO_NOUN)


@lru_cache(maxsize=2048)
def _adverbial(text: str) -> bool:
    """A word with the preposition ب that no known noun explains."""
    sets, word = attack_words().sets, word_alone(text)
    known = any(word.clitics(sets[k]) == "" for k in ("struck", "firing", "fighters", "modifiers"))
    return text.startswith("ب") and len(text) > _SHORT and not known


@lru_cache(maxsize=2048)
def aside(text: str) -> bool:
    """A quality, the kind as adjective, or an instrument: no noun phrase begins there."""
    sets, word = attack_words().sets, word_alone(text)
    instrument = word.clitics(sets["modifiers"]) in ("ب", "بال")
    adjective = word.clitics(sets["modifiers"]) in ("", "ال") and word.clitics(sets["munitions"]) is None
    party = any(word.clitics(sets[k]) is not None for k in ("firing", "fighters", "struck", "craft"))
    return instrument or word.clitics(sets["qualities"]) is not None or (adjective and not party)


class PhraseReader:
    """The noun phrases of one clause; actors are those that the text names."""

    def __init__(self, clause: Clause, actors: Sequence[ActorMention], sentence: Range) -> None:
        """`actors` in text order; `sentence` is the range in which an antecedent is looked for."""
        self.words = clause.words
        self.clause = clause
        self._actors = actors
        self._starts = [a.start for a in actors]
        self._sentence = sentence
        self._lexicon: AttackWords = attack_words()

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

    def _fires(self, at: int) -> bool:
        return at < len(self.words) and self.words[at].clitics(self._lexicon.sets["firing"]) in ("", "ال")

    def _before(self, at: int) -> Range | None:
        """The noun phrase that ends right before a word of the clause, or a known actor in the words before it."""
        end = at
        while end > self.clause.first and self.words[end - 1].among(_SKIPPED):
            end -= 1
        if end > self.clause.first and self.words[end - 1].among(self._lexicon.sets["relatives"]):
            end -= 1
        actors = self._actors_in(self.words[self.clause.first].start, self.words[at].start)
        if actors:
            return next((a for a in reversed(actors) if not self._complement(a)), actors[-1])
        first = end
        while first > self.clause.first and end - first < PHRASE and self._nominal(first - 1):
            first -= 1
        named = any(self._striker(i) for i in range(first, end))
        return self._span(first, end) if named else None

    def _complement(self, span: Range) -> bool:
        """Named behind a preposition: الجناح المسلح لحركة X, القيادي في حركة X."""
        at = self._word_at(span[0])
        joined = self.words[at].start < span[0] and self.words[at].text[0] in "لب"
        return joined or (at > 0 and self.words[at - 1].among(self._lexicon.sets["prepositions"]))

    def _striker(self, at: int) -> bool:
        """A weapon or a class of fighters."""
        sets = self._lexicon.sets
        return any(self.words[at].clitics(sets[k]) is not None for k in ("firing", "fighters", "owned"))

    def _nominal(self, at: int) -> bool:
        word = self.words[at].text
        return _may_be_noun(word) and not (_adverbial(word) and not self._in_actor(at))

    def _phrases(self, first: int, limit: int) -> list[Range]:
        """Up to two noun phrases from a word on: subject and object; words of time and degree are stepped over."""
        at = self._after_times(self._after_suspicion(first, limit), limit)
        end = self._phrase_end(at, limit)
        if end <= at:
            return []
        found = [self._span(at, end)]
        nxt = self._after_times(end, limit)
        after = self._phrase_end(nxt, limit)
        return [*found, self._span(nxt, after)] if after > nxt else found

    def _after_suspicion(self, at: int, limit: int) -> int:
        """هاجم من يشتبه في أنهم متشددون: the subject is what they are thought to be."""
        if at + 1 >= limit or self.words[at].text != "من" or self.words[at + 1].text not in HEDGES:
            return at
        return next((i + 1 for i in range(at + 2, min(at + 4, limit)) if self.words[i].text in SUPPOSED), at)

    def _after_times(self, at: int, limit: int) -> int:
        times = self._lexicon.sets["times"]
        while at < limit and (
            self.words[at].among(times)
            or self.words[at].text in _ANOTHER
            or aside(self.words[at].text)
            or self.words[at].text in ("،", ",", "-")
            or self._dated(at)
        ):
            at += 1
        return at

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
        while at < min(limit, first + PHRASE) and self._continues(at, first):
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
        clitics = self.words[first].clitics(_KNOWN_HEADS)
        if clitics in ("ل", "ب", "و", "ف"):
            start += 1
        actor = self._actor_from(first)
        if actor:
            return actor.start, actor.end
        return start, self.words[last - 1].end

    def _actors_in(self, start: int, end: int) -> list[Range]:
        at = bisect_left(self._starts, start)
        found = []
        while at < len(self._actors) and self._actors[at].end <= end:
            found.append((self._actors[at].start, self._actors[at].end))
            at += 1
        return found

    def _naming(self, start: int, end: int) -> list[ActorMention]:
        """The actors that share words with a range."""
        at = max(0, bisect_left(self._starts, start) - 1)
        last = bisect_left(self._starts, end)
        return [a for a in self._actors[at:last] if a.end > start]

    def _owner(self, span: Range) -> Range:
        """Whose fighters or arms a pronoun names (مقاتليه): the actor named last before them in the sentence."""
        if self.words[self._word_at(span[0])].clitics(self._lexicon.sets["owned"]) is None:
            return span
        return (self._actors_in(self._sentence[0], span[0]) or [span])[-1]

    def _fullest(self, span: Range) -> Range:
        """التنظيم, الحركة: the last actor before it that the same head noun names (تنظيم داعش)."""
        at = bisect_left(self._starts, span[0])
        actor = self._actors[at] if at < len(self._actors) else None
        if actor is None or (actor.start, actor.end) != span or actor.rule != "head_alone":
            return span
        head = fold_key(actor.raw).removeprefix("ال")
        earlier = reversed(self._actors[max(0, at - _ACTORS_BACK) : at])
        named = (a for a in earlier if a.rule != "head_alone" and fold_key(a.raw).split()[0].removeprefix("ال") == head)
        return next(((a.start, a.end) for a in named if actor.raw.startswith("ال")), span)

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

    def _in_name(self, at: int) -> bool:
        """Whether a word stands inside an actor's name of more than itself."""
        i = bisect_left(self._starts, self.words[at].end) - 1
        actor = self._actors[i] if i >= 0 else None
        return actor is not None and actor.start < self.words[at].start < actor.end
