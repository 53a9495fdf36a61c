"""Actors of armed conflict as a text names them: known names, head nouns with their modifiers, demonyms of attacks.

A span runs over the whole phrase that names the actor: head noun, name, adjectives and, after a linking participle, its
complement (جماعات مسلحة مرتبطة بإيران). Of an attack noun with a demonym (قصف إسرائيلي) only the demonym is the actor.
Categories follow ACLED's actor types, with state, government, media, monitor and
international_organization beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.arabic.actor_lexicon import actor_lexicon, spelling, state_of
from extractor.arabic.clitics import readings
from extractor.arabic.fold import Token, fold, fold_key, tokens
from extractor.arabic.name_quotes import beyond_quote, closing_quote

_SKIPPED = frozenset("\"'#_")
_LINKERS = frozenset({"ل", "ب", "من", "مع", "الي", "علي"})
_TITLES = 4  # words between a head noun and the name of its leader
_LED = frozenset(map(fold_key, ("تقوده", "تقودها", "يقوده", "يقودها", "تتزعمه", "تدعمها", "تدعمه")))


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor in the text: `raw == text[start:end]`; `state` is the key of the state its words point to."""

    start: int
    end: int
    raw: str
    category: str
    rule: str
    state: str | None = None


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A reading from one word: letters cut off the first word, one past the last word, what it is."""

    cut: int
    end: int
    category: str
    rule: str


@lru_cache(maxsize=8)
def scan_actors(text: str) -> tuple[ActorMention, ...]:
    """Every actor mention of a text, in order, without overlaps. Linear in the length of the text."""
    words = [t for t in tokens(fold(text)) if t.text not in _SKIPPED]
    keys = [spelling(t.text) for t in words]
    found: list[ActorMention] = []
    i = 0
    while i < len(keys):
        phrase = _phrase_at(keys, i) if _may_open(keys[i]) else None
        if phrase:
            found.append(_mention(text, words[i : phrase.end], phrase))
        i = phrase.end if phrase else i + 1
    return tuple(found)


def _phrase_at(keys: Sequence[str], i: int) -> _Phrase | None:
    return _name(keys, i) or _headed(keys, i) or _demonym_of_attack(keys, i)


@lru_cache(maxsize=2048)
def _may_open(key: str) -> bool:
    """Whether an actor can begin at a word: most words are passed over by it."""
    lexicon = actor_lexicon()
    rests = [rest for _, rest in readings(key, article=False)]
    listed = any(rest in lexicon.names or _article(rest)[1] in lexicon.heads for rest in rests)
    return listed or _article(key)[1] in lexicon.demonyms or _article(key)[1] in lexicon.classes["partisan"]


def _mention(text: str, words: Sequence[Token], phrase: _Phrase) -> ActorMention:
    first = words[0]
    start = _after_letters(text, first, phrase.cut)
    end = words[-1].end
    end += closing_quote(text[start : end + 1])
    end -= beyond_quote(text[start:end])
    listed = actor_lexicon().states.get(tuple(spelling(w.text) for w in words))
    state = listed or next((s for s in (state_of(w.text) for w in words) if s), None)
    return ActorMention(start, end, text[start:end], phrase.category, phrase.rule, state)


def _after_letters(text: str, word: Token, cut: int) -> int:
    """The offset after `cut` folded letters of a word; the marks that sit on them go too."""
    if not cut:
        return word.start
    folded = fold(text[word.start : word.end])
    return word.start + folded.starts[cut]


def _article(word: str) -> tuple[bool, str]:
    return (True, word[2:]) if word.startswith("ال") and len(word) > 4 else (False, word)


def _name(keys: Sequence[str], i: int) -> _Phrase | None:
    """A listed name, with the adjectives that follow it (الحرس الثوري الإيراني)."""
    names = actor_lexicon().names
    for cut, first in readings(keys[i], article=False):
        for words, category in names.get(first, ()):
            if first == keys[i] or cut or keys[i].startswith("ل"):
                end = i + len(words)
                if tuple(keys[i + 1 : end]) == words[1:]:
                    return _Phrase(cut, _tail(keys, _described(keys, end)), category, "name")
    return None


def _described(keys: Sequence[str], i: int) -> int:
    """One past the adjectives of a name; a linking participle stays outside, its complement is another actor."""
    return _without_open_link(keys, i, _linked(keys, _adjectives(keys, i, definite=True), nested=True))


def _headed(keys: Sequence[str], i: int, *, nested: bool = False) -> _Phrase | None:
    """A head noun of armed people or units with what makes it somebody: a name, adjectives, a state or a complement.

    A nested one governs names only, so that a chain of heads ends after two.
    """
    lexicon = actor_lexicon()
    for cut, rest in readings(keys[i], article=False):
        definite, noun = _article(rest)
        if noun not in lexicon.heads:
            continue
        category = lexicon.heads[noun]
        end = _adjectives(keys, _beside(keys, i + 1, definite=definite), definite=definite)
        led = _leader(keys, end) or _numbered(keys, i + 1, noun)
        if led:
            return _Phrase(cut, led, category, "head_of_name")
        complement = None if definite else _complement(keys, end, nested=nested)
        if complement:
            return _Phrase(cut, _tail(keys, complement.end), _wider(category, complement.category), "head_of_name")
        linked = _without_open_link(keys, i + 1, _linked(keys, end, nested=nested))
        if linked > i + 1 or noun in lexicon.classes["alone" if definite else "alone_indefinite"]:
            return _Phrase(
                cut, _tail(keys, linked), category, "head_with_adjective" if linked > i + 1 else "head_alone"
            )
        named = None if definite else _proper_name(keys, i + 1, noun)
        if named:
            return _Phrase(cut, _adjectives(keys, named, definite=True), category, "head_with_name")
    return None


def _beside(keys: Sequence[str], i: int, *, definite: bool) -> int:
    """One past a second head that shares the adjective of the first (الطائرات والمدفعية الأمريكية); else `i`."""
    if i + 1 >= len(keys) or not definite or not keys[i].startswith("وال"):
        return i
    shared = _article(keys[i][1:])[1] in actor_lexicon().heads and _article(keys[i + 1])[1] in actor_lexicon().demonyms
    return i + 1 if shared else i


def _leader(keys: Sequence[str], i: int) -> int:
    """One past the person whose forces a head noun names, with his titles (اللواء المتقاعد خليفة حفتر); 0 if none."""
    lexicon, last = actor_lexicon(), min(len(keys), i + _TITLES)
    while i < last and (_article(keys[i])[1] in lexicon.classes["titles"] or _article(keys[i])[1] in lexicon.demonyms):
        i += 1
    return next((i + n for n in (4, 3, 2, 1) if tuple(keys[i : i + n]) in lexicon.leaders), 0)


def _numbered(keys: Sequence[str], i: int, noun: str) -> int:
    """One past the number of a unit and its arm (الفرقة السادسة مشاة, اللواء 444); 0 if none stands here."""
    classes, first = actor_lexicon().classes, i
    if noun not in classes["numbered"]:
        return 0
    while i < len(keys) and (_article(keys[i])[1] in classes["ordinals"] or (i == first and keys[i].isdigit())):
        i += 1
    if i == first:
        return 0
    return i + 1 if i < len(keys) and _article(keys[i])[1] in classes["arms"] else i


def _wider(head: str, name: str) -> str:
    """The category of a head with a name behind it: the name's, unless that is only a state."""
    return head if name in ("state", "government") else name


def _adjectives(keys: Sequence[str], i: int, *, definite: bool) -> int:
    """One past the adjectives from `i` that agree in definiteness; `والمدفعية الأمريكية` joins by و."""
    lexicon = actor_lexicon()
    while i < len(keys):
        has_article, word = _article(keys[i].removeprefix("و") if keys[i].startswith("وال") else keys[i])
        if has_article != definite or not (word in lexicon.demonyms or word in lexicon.classes["modifiers"]):
            break
        i += 1
    return i


def _without_open_link(keys: Sequence[str], start: int, i: int) -> int:
    """One past the last adjective that is no linking participle: one without its complement says nothing."""
    while i > start and _article(keys[i - 1].removeprefix("و"))[1] in actor_lexicon().classes["linking"]:
        i -= 1
    return i


def _complement(keys: Sequence[str], i: int, *, nested: bool) -> _Phrase | None:
    """The name a construct head governs (قوات النظام), directly or by من (عناصر من حزب الله)."""
    at = i + 1 if i < len(keys) and keys[i] == "من" else i
    if at >= len(keys):
        return None
    phrase = _name(keys, at)
    if phrase and not phrase.cut and not keys[at].startswith("لل"):
        return phrase
    inner = None if nested else _headed(keys, at, nested=True)
    return inner if inner and not inner.cut else None


def _linked(keys: Sequence[str], i: int, *, nested: bool) -> int:
    """One past the complement of a linking participle that ends at `i` (مدعومة من إيران، موالية لإيران)."""
    if i >= len(keys) or _article(keys[i - 1])[1] not in actor_lexicon().classes["linking"]:
        return i
    at = i + 1 if keys[i] in _LINKERS else i
    if at >= len(keys):
        return i
    inner = _name(keys, at) or (None if nested else _headed(keys, at, nested=True))
    if inner:
        return inner.end
    return i + 1 if at == i and keys[i][0] in "لب" and len(keys[i]) > 3 else i


def _tail(keys: Sequence[str], i: int) -> int:
    """One past `بقيادة …` or `(الذي) تقوده …` behind an actor."""
    relative = i < len(keys) and keys[i] in ("الذي", "التي")
    if i + relative + 1 < len(keys) and keys[i + relative] in _LED:
        inner = _name(keys, i + relative + 1)
        return inner.end if inner else i
    if i + 1 < len(keys) and keys[i] == "بقياده":
        inner = _name(keys, i + 1)
        return inner.end if inner else i
    return i


def _proper_name(keys: Sequence[str], i: int, noun: str) -> int | None:
    """One past a proper name that a naming head governs: a word with the article, and one more that agrees."""
    if noun not in actor_lexicon().classes["naming"] or i >= len(keys):
        return None
    definite, word = _article(keys[i])
    return i + 1 if definite and word not in actor_lexicon().classes["not_a_name"] else None


def _demonym_of_attack(keys: Sequence[str], i: int) -> _Phrase | None:
    """The demonym of a state or party that qualifies an attack noun up to two adjectives before it."""
    lexicon = actor_lexicon()
    definite, word = _article(keys[i])
    if word not in lexicon.demonyms and word not in lexicon.classes["partisan"]:
        return None
    back = i - 1
    while back > i - 3 and back >= 0 and _article(keys[back])[1] in lexicon.classes["modifiers"] | _KIND_ADJECTIVES:
        back -= 1
    if back < 0:
        return None
    nouns = lexicon.classes["attack_nouns"]
    attack = any(_article(rest) in {(definite, n) for n in nouns} for _, rest in readings(keys[back], article=False))
    category = "state" if word in lexicon.demonyms else "rebel_group"
    return _Phrase(0, i + 1, category, "demonym_of_attack") if attack else None


_KIND_ADJECTIVES = frozenset(
    map(fold_key, ("صاروخي", "صاروخية", "مدفعي", "مدفعية", "جديد", "جديدة", "مركز", "عنيف", "عنيفة", "متجدد", "مكثف"))
)
