"""Nouns that carry their number themselves: duals, a single victim, bare plurals."""

from dataclasses import dataclass

from extractor.arabic.counted_phrases import ADJECTIVES, PEOPLE, Unit, phrase_stop
from extractor.arabic.mentions import Form
from extractor.arabic.nouns import CountedNoun, counted_noun
from extractor.arabic.number_tokens import CONTEXT, Words, belongs
from extractor.arabic.numeral_words import number_word

_PLACES = {"admin", "site"}
_DELIVERED = {"طائرة", "مسيرة", "سيارة", "دراجة", "شاحنة"}
_NAMES_REACH = 5
_EVENTS = {"إصابة", "وفاة"}  # "the injury of" what follows, unless counted: إصابة واحدة
_HUMAN = {"بشريه", "بالارواح"}
_REPEATED: dict[int | None, tuple[str, ...]] = {
    1: ("واحد", "واحدا", "واحده"),
    2: ("اثنان", "اثنين", "اثنتان", "اثنتين"),
}
_TWO = 2
_ANOTHER = {"اخر", "اخري"}


@dataclass(frozen=True, slots=True)
class SelfCounting:
    """A noun with its own number, from `cut` letters into its token on.

    `stop` is the token after the noun and the number word that may repeat it.
    """

    unit: Unit
    cut: int
    stop: int
    low: int | None
    high: int | None
    form: Form


def self_counting_at(words: Words, i: int, *, chained: bool) -> SelfCounting | None:
    """A dual, a single victim or a bare plural at token i; `chained` when it may go on a count of people."""
    word = words.word(i)
    if not word.isalpha() or word in CONTEXT["dual_name"] or word in CONTEXT["stop"]:
        return None
    noun = counted_noun(word)
    if not noun:
        return _generic_dual(words, i)
    joined = chained and noun.conjunction and not belongs(word, "harm")
    if noun.noun.number == "plural" and _two_of_them(words, i):
        return _found(words, i, noun.cut, 2, "dual")
    if noun.noun.number == "dual":
        return _dual(words, i, noun)
    if noun.noun.number == "singular":
        return _single(words, i, noun, joined)
    return _bare_plural(words, i, noun, joined)


def _two_of_them(words: Words, i: int) -> bool:
    """مدنيين اثنين, معتقلَين, شرطيين أصيبا: a dual that looks like the plural, told by number word, fatha or verb."""
    token = words.tokens[i]
    if "\u064eين" in words.folded.original[token.start : token.end]:
        return True
    if words.word(i).endswith(("ين", "ان")) and _dual_verb_after(words, i):
        return True
    at = i + 2 if words.word(i + 1).endswith(("ين", "ان")) and not _repeats(words.word(i + 1), 2) else i + 1
    dual = words.word(i).endswith(("ين", "ان")) and _repeats(words.word(at), 2)
    return dual and words.same_line(i + 1) and words.same_line(at)


def _dual_verb_after(words: Words, i: int) -> bool:
    """Whether a verb in the dual follows, right away or after adjectives: it agrees with its subject in front."""
    for k in range(i + 1, i + 2 + ADJECTIVES):
        if not words.same_line(k) or words.word(k) in CONTEXT["dual_verb"]:
            return words.same_line(k)
        if not words.word(k).endswith(("ين", "ان")):
            return False
    return False


def _dual(words: Words, i: int, noun: CountedNoun) -> SelfCounting | None:
    if noun.noun.construct and not _construct_is_certain(words, i, noun):
        return None
    if not (noun.preposition or noun.conjunction) and _after_dual(words, i):
        return None
    return _found(words, i, noun.cut, 2, "dual")


def _found(words: Words, i: int, cut: int, low: int | None, form: Form) -> SelfCounting:
    phrase = phrase_stop(words, i)
    repeated = next((k + 1 for k in range(i + 1, phrase) if _repeats(words.word(k), low)), i + 1)
    return SelfCounting(Unit(i, cut, phrase), cut, repeated, low, low, form)


def _repeats(word: str, value: int | None) -> bool:
    return word in _REPEATED.get(value, ())


def _construct_is_certain(words: Words, i: int, noun: CountedNoun) -> bool:
    """-تي/-تا before a noun; masculine -ي (also the adjective) only as the genitive of two coordinated names."""
    after = words.word(i + 1)
    if not after.isalpha() and after != '"':
        return False
    if after in CONTEXT["stop"] or not words.same_line(i + 1) or belongs(words.word(i), "year_cue"):
        return False
    if words.word(i)[-2:] in {"تي", "تا"}:
        return not after.startswith("و") or counted_noun(after) is not None
    governed = bool(noun.preposition) or words.word(i - 1) in CONTEXT["preposition"]
    coordinated = any(words.word(k).startswith("و") for k in range(i + 2, i + 5))
    return governed and coordinated and noun.noun.kind in _PLACES | {"group"}


def _after_dual(words: Words, i: int) -> bool:
    """A -ين/-ان word right after a dual noun is its adjective (غارتين جويتين)."""
    if not words.same_line(i):
        return False
    before = counted_noun(words.word(i - 1))
    return before is not None and before.noun.number == "dual" and not before.noun.construct


def _generic_dual(words: Words, i: int) -> SelfCounting | None:
    """Any other feminine -تين/-تان: the dual of a noun the lexicon lacks, unless it agrees with the noun before it."""
    word = words.word(i)
    feminine = word.endswith(("تين", "تان")) and not word.endswith("ستان") and len(word) >= 6
    if not feminine or word[0] in "يت" or _names_no_dual(word) or word in CONTEXT["adjective"]:
        return None
    before = words.word(i - 1)
    agrees = (before.endswith(("ين", "ان")) and words.same_line(i)) or _describes_names(words, i)
    relational = word.endswith(("يتين", "يتان"))
    return None if agrees or relational else _found(words, i, 0, 2, "dual")


def _describes_names(words: Words, i: int) -> bool:
    """مدينتي صعدة وحجة المجاورتين: a definite dual behind the names that a construct dual governs."""
    governing = (counted_noun(words.word(k)) for k in range(i - _NAMES_REACH, i - 1))
    return words.word(i).startswith("ال") and any(noun and noun.noun.construct for noun in governing)


def _names_no_dual(word: str) -> bool:
    return belongs(word, "dual_name") or any(word.endswith(name) for name in CONTEXT["dual_name"])


def _single(words: Words, i: int, noun: CountedNoun, joined: bool) -> SelfCounting | None:
    kind = noun.noun.kind
    if _one_or_two(words, i, noun):
        return SelfCounting(Unit(i + 2, 0, phrase_stop(words, i + 2)), noun.cut, i + 3, 1, 2, "dual")
    one = _found(words, i, noun.cut, 1, "singular")
    if one.stop > i + 1 and kind != "time":
        return one
    if kind == "munition" or noun.noun.lemma in _DELIVERED:
        return one if _launched(words, i, noun) else None
    if kind not in PEOPLE or noun.preposition or noun.noun.lemma in _EVENTS:
        return None
    another = any(words.word(k) in _ANOTHER for k in range(i + 1, one.unit.stop))
    return one if another or (not noun.definite and (joined or _harmed(words, i))) else None


def _one_or_two(words: Words, i: int, noun: CountedNoun) -> bool:
    """صاروخ أو صاروخين: the singular and its dual are the ends of a range."""
    after = counted_noun(words.word(i + 2)) if words.word(i + 1) == "او" and words.same_line(i + 2) else None
    return after is not None and not after.cut and after.noun.number == "dual" and after.noun.lemma == noun.noun.lemma


def _launched(words: Words, i: int, noun: CountedNoun) -> bool:
    """بصاروخ، انفجار قذيفة: an indefinite weapon as the instrument or the thing that falls or explodes."""
    return not noun.definite and (noun.preposition == "ب" or _cue_before(words, i, "launch"))


def _bare_plural(words: Words, i: int, noun: CountedNoun, joined: bool) -> SelfCounting | None:
    if noun.noun.kind == "loss":
        return _found(words, i, noun.cut, None, "plural") if words.word(i + 1) in _HUMAN else None
    if noun.noun.kind not in PEOPLE or noun.preposition or _number_follows(words, i):
        return None
    victim = noun.noun.kind == "victim" and not noun.definite
    named = any(_is_victim_adjective(words.word(k)) for k in (i + 1, i + 2))
    if victim or named or joined or _harmed(words, i):
        return _found(words, i, noun.cut, None, "plural")
    return None


def _number_follows(words: Words, i: int) -> bool:
    """الجنود الأربعة: the figure behind a definite plural is its number."""
    after = number_word(words.word(i + 1)) if words.same_line(i + 1) else None
    return after is not None and after[1] and after[3].value > _TWO


def _is_victim_adjective(word: str) -> bool:
    noun = counted_noun(word)
    return noun is not None and noun.definite and noun.noun.kind == "victim" and noun.noun.number == "plural"


def _harmed(words: Words, i: int) -> bool:
    return _cue_before(words, i, "harm") or _cue_before(words, i, "among")


def _cue_before(words: Words, i: int, name: str) -> bool:
    """Whether the word before token i, past an opening quote mark or a partitive من, is of a class."""
    before = i - 1
    while words.word(before) in {'"', "من"} and words.same_line(before + 1) and i - before < 3:
        before -= 1
    return words.same_line(before + 1) and belongs(words.word(before), name)
