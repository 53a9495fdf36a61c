"""Clauses of a sentence, and the triggers and carrier verbs in each: the grammar under the attack scanner.

A clause ends at a stop, at a word that opens another predication (فيما, ما أدى, ردا على, أن) or where a finite verb
follows a conjunction or comma; a comma before a noun or preposition does not end it, since news sentences set place and
time between commas.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extractor.arabic.attack_hits import STOPS, Hit, completed
from extractor.arabic.attack_words import CARRIERS, AttackWords, Word, attack_words, word_alone, word_readings
from extractor.arabic.fold import fold, tokens

THIS = frozenset(("هذا", "هذه", "هذين", "هذان", "ذلك", "تلك"))
SUPPOSED = frozenset(("انها", "بانها", "انهما", "بانهما", "انه", "بانه", "انهم", "بانهم"))
HEDGES = frozenset(("يعتقد", "يرجح", "يظن", "يشتبه", "رجح"))
_DEATHS = frozenset(("مقتل", "استشهاد", "مصرع"))  # behind بعد: what had happened before the attack
_TO_WHOM = frozenset(("له", "لها", "لهم", "لهما", "اليه", "اليها"))
_AREAS = frozenset(("منطقه", "مدينه", "بلده", "قريه", "محافظه", "ولايه"))
_COMMAS = frozenset("،,-")
_QUOTES = frozenset("\"'()[]")
_LONGEST = 200  # words; a hostile text must not make one endless clause
_CARRIER_WINDOW = 16


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
            start = first - (first > 0 and words[first].text == "ما")  # غالبا ما تشن
            habitual = any(w.clitics(lexicon.sets["generic.habits"]) is not None for w in words[start:last])
            yield Clause(words, first, last, tuple(triggers), habitual)


def _opens(words: Sequence[Word], at: int, lexicon: AttackWords) -> bool:
    """Whether the word starts a new clause."""
    word, before = words[at], words[at - 1]
    if word.text == "ان" and before.text == "سبق":
        return False
    if word.text in SUPPOSED and any(w.text in HEDGES for w in words[max(0, at - 2) : at]):
        return False  # طائرات يعتقد أنها روسية: the owner, said in passing
    if _tells_of_a_place(words, at, lexicon) or (
        word.text == "بعد" and words[at + 1 : at + 2] and words[at + 1].among(_DEATHS)
    ):
        return True
    if before.text in STOPS or (word.among(lexicon.sets["openers"]) and not _is_time(words, at, lexicon)):
        return True
    return (_joined_verb(word.text) and not _valley(word, before, lexicon)) or (
        before.text in _COMMAS and _finite(word.text, lexicon) and not _reaches(word.text, lexicon)
    )


def _tells_of_a_place(words: Sequence[Word], at: int, lexicon: AttackWords) -> bool:
    """المحافظة التي تشهد عملية, في منطقة شهدت قتالا: a relative clause that tells another attack at the place."""
    suffers = any(
        s.role == "patient" and s.tense and not s.object_pronoun for s in lexicon.senses.get(words[at].text, ())
    )
    if not suffers or (at + 1 < len(words) and words[at + 1].text in _TO_WHOM):
        return False
    return words[at - 1].among(lexicon.sets["relatives"]) or words[at - 1].text in _AREAS


def _valley(word: Word, before: Word, lexicon: AttackWords) -> bool:
    """في وادي صبر, منطقة وادي: the noun, which is written like "and it led to"."""
    return word.text == "وادي" and (before.text in _AREAS or before.among(lexicon.sets["prepositions"]))


@lru_cache(maxsize=2048)
def _joined_verb(form: str) -> bool:
    return any(before in ("و", "ف") and _finite(rest, attack_words()) for before, rest in word_readings(form))


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
    hits = [
        hit
        for i in range(first, last)
        if (cut := _known(words[i].text)) is not None
        for hit in _hits(words, i, cut, last)
    ]
    cores = [h for h in hits if h.sense.role not in CARRIERS]
    nouns = [h for h in cores if not h.sense.tense and h.sense.role != "means" and not _pointed(words, h, lexicon)]
    carriers = [h for h in hits if h.sense.role in CARRIERS]
    links = {h: _carried(h, nouns, words, lexicon) for h in carriers}
    linked = {h.first for h, core in links.items() if core}
    free = [c for c in cores if c.first not in linked and not _brought_down(c, cores, words, lexicon)]
    kept = _one_per_word(_one_telling(free, words, lexicon))
    return [
        Trigger(
            core,
            next((h for h, c in links.items() if c == core and h.first < core.first), None),
            tuple(h for h, c in links.items() if c == core and h.first > core.first),
        )
        for core in kept
    ]


def _brought_down(core: Hit, cores: Sequence[Hit], words: Sequence[Word], lexicon: AttackWords) -> bool:
    """أسقطت صاروخا أطلقه الحوثيون: whose the missile was that an interception brought down."""
    munition = core.sense.object_pronoun and core.sense.role == "launch" and core.first > 0
    if not munition or not any(
        w.clitics(lexicon.sets["craft"]) is not None for w in words[max(0, core.first - 3) : core.first]
    ):
        return False
    return any(c.sense.role == "interception" and 0 < core.first - c.last < _CARRIER_WINDOW for c in cores)


def _pointed(words: Sequence[Word], hit: Hit, lexicon: AttackWords) -> bool:
    """بعد ساعات من هذا الهجوم: an attack told before, named only to give the time; no verb here carries it."""
    at = hit.first
    return at > 1 and words[at - 1].text in THIS and words[at - 2].among(lexicon.sets["prepositions"])


def _one_telling(cores: Sequence[Hit], words: Sequence[Word], lexicon: AttackWords) -> list[Hit]:
    """A killing or a weapon tells an attack where nothing else does; what it happened during is its circumstance."""
    others = [c for c in cores if c.sense.role not in ("means", "kill")]
    first = cores[0] if cores else None
    if first is None or first in others or any(c.sense.role == "launch" for c in others):
        return others
    return [first, *(c for c in others if not words[c.first - 1].among(lexicon.sets["generic.during"]))]


def _one_per_word(cores: Sequence[Hit]) -> list[Hit]:
    """One reading a word (the earlier class of the lexicon), and a word inside a longer trigger belongs to it."""
    kept: list[Hit] = []
    for core in cores:
        if not kept or core.first >= kept[-1].last:
            kept.append(core)
    return kept


@lru_cache(maxsize=2048)
def _known(text: str) -> str | None:
    """The clitics in front of a word of the lexicon; None for any other word."""
    return word_alone(text).clitics(attack_words().senses)


def _hits(words: Sequence[Word], at: int, clitics: str, last: int) -> Iterator[Hit]:
    lexicon = attack_words()
    if _tells_the_hour(words, at, last, lexicon):
        return
    for sense in lexicon.senses[words[at].text[len(clitics) :]]:
        hit = completed(Hit(at, at + 1, clitics, sense), words, last, lexicon)
        if hit:
            yield hit


def _tells_the_hour(words: Sequence[Word], at: int, last: int, lexicon: AttackWords) -> bool:
    """قصفت المدفعية فجرا: at dawn, unless what two people blew up follows."""
    if words[at].text not in lexicon.sets["hour_or_verb"]:
        return False
    after = words[at + 1].text if at + 1 < last else ""
    return not (after in lexicon.sets["exploded"] or after in lexicon.sets["munitions"])


def _carried(hit: Hit, nouns: Sequence[Hit], words: Sequence[Word], lexicon: AttackWords) -> Hit | None:
    """The attack noun of a carrier verb, by word order and the carrier's class."""
    at = bisect_left([n.first for n in nouns], hit.first)
    if any(n.first == hit.first for n in nouns):
        return None
    ahead = nouns[at] if at < len(nouns) and nouns[at].first - hit.last < _CARRIER_WINDOW else None
    behind = nouns[at - 1] if at else None
    relative = hit.first > 0 and words[hit.first - 1].among(lexicon.sets["relatives"])
    follows = hit.sense.object_pronoun or (relative and not _tells_of_a_place(words, hit.first, lexicon))
    if hit.sense.object_pronoun and behind and _fired(hit, behind, words, lexicon):
        return None  # جراء صاروخ أطلقته: the pronoun is the munition's
    if hit.sense.role == "reach":
        return _reached(hit, ahead, behind)
    if follows:
        return behind
    if hit.sense.role == "agent":
        return ahead
    return ahead or (behind if hit.sense.role == "event" else None)


def _fired(hit: Hit, behind: Hit, words: Sequence[Word], lexicon: AttackWords) -> bool:
    """Whether a munition stands between an attack and a verb of firing; what was intercepted stays with that."""
    fires = any(s.role == "launch" for s in lexicon.senses[words[hit.first].text[len(hit.clitics) :]])
    munition = any(w.clitics(lexicon.sets["munitions"]) == "" for w in words[behind.last : hit.first][-3:])
    return fires and munition and behind.sense.role != "interception"


def _reached(hit: Hit, ahead: Hit | None, behind: Hit | None) -> Hit | None:
    """استهدف قصف …: the noun right after it is the subject; else the one before, unless a conjunction parts them."""
    if ahead and ahead.first - hit.last < 2 and ahead.clitics in ("", "ال"):
        return ahead
    return behind if "و" not in hit.clitics and "ف" not in hit.clitics else None
