"""Clauses of a sentence, and the triggers and carrier verbs in each: the grammar under the attack scanner.

A clause ends at a stop, at a word that opens another predication (فيما, ما أدى, ردا على, أن) or where a finite verb
follows a conjunction or comma; a comma before a noun or preposition does not end it, since news sentences set place and
time between commas.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.arabic.attack_words import CARRIERS, AttackWords, Sense, Word, attack_words, word_readings
from extractor.arabic.fold import fold, tokens

_STOPS = frozenset(".؟!?؛;:…")
_COMMAS = frozenset("،,-")
_QUOTES = frozenset("\"'()[]")
_LONGEST = 200  # words; a hostile text must not make one endless clause
_HARM_WINDOW = 16  # words between the harmed and the weapon
_LAID = frozenset(("نصب", "نصبت", "نصبوا", "نفذ", "نفذت", "نفذوا", "كمنوا", "وقع", "وقعت", "وقعوا"))
_LAUNCH_WINDOW, _SUBJECT_WINDOW, _CARRIER_WINDOW = 14, 4, 16


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger or carrier: words `first:last` of the sentence, its clitics and its sense."""

    first: int
    last: int
    clitics: str
    sense: Sense


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that reports an attack, with the verbs that carry it (شنت … غارات) or go on from it (غارة … استهدفت)."""

    hit: Hit
    before: Hit | None
    after: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """Words `first:last` of one sentence, and the triggers in them; `habitual` where it tells of a custom (عادة)."""

    words: Sequence[Word]
    first: int
    last: int
    triggers: tuple[Trigger, ...]
    habitual: bool


def article_words(text: str) -> list[Word]:
    """The words and marks of a text with their readings; quotes and brackets are left out, since they join phrases."""
    return [
        Word(token.text, token.start, token.end, word_readings(token.text))
        for token in tokens(fold(text))
        if token.text not in _QUOTES
    ]


def clauses(words: Sequence[Word]) -> Iterator[Clause]:
    """The clauses of one sentence that hold a trigger."""
    lexicon = attack_words()
    borders = [0, *(i for i in range(1, len(words)) if i % _LONGEST == 0 or _opens(words, i, lexicon)), len(words)]
    for first, last in pairwise(borders):
        triggers = _triggers(words, first, last, lexicon)
        if triggers:
            habitual = any(w.clitics(lexicon.sets["generic.habits"]) is not None for w in words[first:last])
            yield Clause(words, first, last, tuple(triggers), habitual)


def _opens(words: Sequence[Word], at: int, lexicon: AttackWords) -> bool:
    """Whether the word starts a new clause."""
    word, before = words[at], words[at - 1]
    if word.text == "ان" and before.text == "سبق":
        return False
    if before.text in _STOPS or (word.among(lexicon.sets["openers"]) and not _is_time(words, at, lexicon)):
        return True
    joined = word.text[0] in "وف" and any(c in ("و", "ف") and _finite(rest, lexicon) for c, rest in word.readings)
    return joined or (before.text in _COMMAS and _finite(word.text, lexicon) and not _reaches(word.text, lexicon))


def _is_time(words: Sequence[Word], at: int, lexicon: AttackWords) -> bool:
    """عقب and حين before a day or part of the day are no openers."""
    return at + 1 < len(words) and words[at].text in ("عقب", "حين") and words[at + 1].among(lexicon.sets["times"])


def _finite(form: str, lexicon: AttackWords) -> bool:
    return form in lexicon.sets["clause_verbs"] or any(
        s.tense == "perfect" and form not in _HOMOGRAPHS for s in lexicon.senses.get(form, ())
    )


def _reaches(form: str, lexicon: AttackWords) -> bool:
    return any(s.role == "reach" for s in lexicon.senses.get(form, ()))


# Perfect forms that read as nouns after "و": strike, face, shelling, abduction, dawn, assault, end.
_HOMOGRAPHS = frozenset(("ضرب", "وجه", "قصف", "خطف", "فجر", "دهم", "قنص", "دك", "دار", "نال", "رد", "سو", "دو"))


def _triggers(words: Sequence[Word], first: int, last: int, lexicon: AttackWords) -> list[Trigger]:
    """Triggers of a clause, each with its carriers; a verb that carries a trigger is none of its own."""
    hits = [hit for i in range(first, last) for hit in _hits(words, i, last, lexicon)]
    cores = [h for h in hits if h.sense.role not in CARRIERS]
    nouns = [h for h in cores if not h.sense.tense and h.sense.role != "means"]
    carriers = [h for h in hits if h.sense.role in CARRIERS]
    links = {h: _carried(h, nouns, words, lexicon) for h in carriers}
    linked = {h.first for h, core in links.items() if core}
    free = [c for c in cores if c.first not in linked]
    kept = _one_per_word(_one_telling(free, words, lexicon))
    return [
        Trigger(
            core,
            next((h for h, c in links.items() if c == core and h.first < core.first), None),
            tuple(h for h, c in links.items() if c == core and h.first > core.first),
        )
        for core in kept
    ]


def _one_telling(cores: Sequence[Hit], words: Sequence[Word], lexicon: AttackWords) -> list[Hit]:
    """A weapon tells an attack where nothing else in the clause does; what it happened during is its circumstance."""
    first = cores[0] if cores else None
    if first is None or first.sense.role != "means":
        return [c for c in cores if c.sense.role != "means"]
    others = [c for c in cores if c.sense.role != "means"]
    if any(c.sense.role == "launch" for c in others):
        return others
    return [first, *(c for c in others if not words[c.first - 1].among(lexicon.sets["generic.during"]))]


def _one_per_word(cores: Sequence[Hit]) -> list[Hit]:
    """One reading a word (the earlier class of the lexicon), and a word inside a longer trigger belongs to it."""
    kept: list[Hit] = []
    for core in cores:
        if not kept or core.first >= kept[-1].last:
            kept.append(core)
    return kept


def _hits(words: Sequence[Word], at: int, last: int, lexicon: AttackWords) -> Iterator[Hit]:
    word = words[at]
    clitics = word.clitics(lexicon.senses)
    if clitics is None:
        return
    for sense in lexicon.senses[word.text[len(clitics) :]]:
        hit = _complete(Hit(at, at + 1, clitics, sense), words, last, lexicon)
        if hit:
            yield hit


def _complete(hit: Hit, words: Sequence[Word], last: int, lexicon: AttackWords) -> Hit | None:
    """The hit with the words its sense needs: an operation its adjective, a launch its munition; None without them."""
    if hit.sense.tense and hit.clitics not in ("", "و", "ف", "س", "وس", "فس", "ل"):
        return None
    if _ended(hit, words, lexicon):
        return None
    if hit.sense.role == "operation":
        return _operation(hit, words, last, lexicon)
    if hit.sense.role == "means":
        return hit if _harmed_by(hit, words, lexicon) else None
    if words[hit.first].clitics(lexicon.sets["checkpoints"]) is not None and _checkpoint(hit, words, last, lexicon):
        return None
    if hit.sense.role == "launch":
        return hit if _launched(hit, words, last, lexicon) else None
    if hit.sense.role == "interception":
        return hit if _seen(words, hit.last, min(last, hit.last + 6), lexicon.sets["craft"]) is not None else None
    if words[hit.first].text in ("فجر", "وفجر"):
        return hit if hit.last < last and words[hit.last].among(lexicon.sets["fighters"]) else None
    return hit


def _ended(hit: Hit, words: Sequence[Word], lexicon: AttackWords) -> bool:
    """وقف القصف, وقف إطلاق النار: the word is governed by its end."""
    if hit.sense.tense or not hit.first:
        return False
    return words[hit.first - 1].clitics(lexicon.sets["ends"]) is not None


def _harmed_by(hit: Hit, words: Sequence[Word], lexicon: AttackWords) -> bool:
    """A weapon with ب, or right after جراء or إثر, and people harmed in the words before it."""
    caused = hit.first > 0 and words[hit.first - 1].among(lexicon.sets["generic.causes"])
    if hit.clitics not in ("ب", "بال", "وب") and not (caused and hit.clitics == ""):
        return False
    for i in range(hit.first - 1, max(-1, hit.first - _HARM_WINDOW), -1):
        if words[i].text in _STOPS:
            return False
        if words[i].among(lexicon.sets["harmed"]) or words[i].clitics(lexicon.sets["harmed"]) in ("ب", "ل"):
            return True
    return False


def _checkpoint(hit: Hit, words: Sequence[Word], last: int, lexicon: AttackWords) -> bool:
    """هجوم على كمين, كمين للشرطة: a checkpoint; an ambush is laid (نصب) or fallen into."""
    before = words[hit.first - 1] if hit.first else None
    toward = before is not None and before.clitics(lexicon.sets["toward"]) is not None
    owned = hit.last < last and (words[hit.last].text in ("امني", "امنيا") or words[hit.last].text.startswith("لل"))
    laid = any(w.among(_LAID) for w in words[max(0, hit.first - _SUBJECT_WINDOW) : hit.first])
    return toward or (owned and not laid)


def _operation(hit: Hit, words: Sequence[Word], last: int, lexicon: AttackWords) -> Hit | None:
    for at in range(hit.last, min(last, hit.last + 3)):
        word = words[at]
        if any(r in lexicon.senses and not lexicon.senses[r][0].tense for _, r in word.readings[:1]):
            return None
        clitics = word.clitics(lexicon.operations)
        if clitics is not None:
            kind = lexicon.operations[word.text[len(clitics) :]]
            return replace(hit, last=at + 1, sense=replace(hit.sense, kind=kind))
    return None


def _launched(hit: Hit, words: Sequence[Word], last: int, lexicon: AttackWords) -> bool:
    """A munition as object, or before the verb (صواريخ سقطت, صاروخ أطلقته); or a weapon right after it as subject."""
    munitions, firing = lexicon.sets["munitions"], lexicon.sets["firing"]
    strikes = hit.sense.tense and words[hit.first].clitics(_STRIKE) is not None
    if strikes:
        return _seen(words, hit.last, min(last, hit.last + 2), firing) is not None or (
            _seen(words, max(0, hit.first - _SUBJECT_WINDOW), hit.first, firing) is not None
        )
    if _seen(words, hit.last, min(last, hit.last + _LAUNCH_WINDOW), munitions) is not None:
        return True
    earlier = max(0, hit.first - _SUBJECT_WINDOW)
    relative = hit.sense.object_pronoun and any(w.clitics(munitions) is not None for w in words[earlier : hit.first])
    return relative or (bool(hit.sense.tense) and _seen(words, earlier, hit.first, munitions) is not None)


_STRIKE = frozenset(("ضرب", "ضربت", "ضربوا", "اصاب", "اصابت", "دك", "دكت", "يضرب", "تضرب"))


def _seen(words: Sequence[Word], first: int, last: int, forms: frozenset[str]) -> int | None:
    """The first word of a range, up to a stop, that is in `forms` with no preposition on it."""
    for i in range(first, last):
        if words[i].text in _STOPS:
            return None
        clitics = words[i].clitics(forms)
        if clitics is not None and clitics[:1] not in ("ل",) and "ب" not in clitics:
            return i
    return None


def _carried(hit: Hit, nouns: Sequence[Hit], words: Sequence[Word], lexicon: AttackWords) -> Hit | None:
    """The attack noun of a carrier verb, by word order and the carrier's class."""
    at = bisect_left([n.first for n in nouns], hit.first)
    if any(n.first == hit.first for n in nouns):
        return None
    ahead = nouns[at] if at < len(nouns) and nouns[at].first - hit.last < _CARRIER_WINDOW else None
    behind = nouns[at - 1] if at else None
    follows = hit.sense.object_pronoun or (hit.first > 0 and words[hit.first - 1].among(lexicon.sets["relatives"]))
    if hit.sense.role == "reach":
        return _reached(hit, ahead, behind)
    if follows:
        return behind
    if hit.sense.role == "agent":
        return ahead
    return ahead or (behind if hit.sense.role == "event" else None)


def _reached(hit: Hit, ahead: Hit | None, behind: Hit | None) -> Hit | None:
    """استهدف قصف …: the noun right after it is the subject; else the one before, unless a conjunction parts them."""
    if ahead and ahead.first - hit.last < 2 and ahead.clitics in ("", "ال"):
        return ahead
    return behind if "و" not in hit.clitics and "ف" not in hit.clitics else None
