"""A word of the attack lexicon and the words its sense needs: an operation its adjective, a launch its munition."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.arabic.attack_words import AttackWords, Sense, Word
from extractor.arabic.numeral_words import CARDINALS

STOPS = frozenset(".؟!?؛;:…")
_HARM_WINDOW = 16  # words between the harmed and the weapon
_SUFFERS = frozenset(("تعرض", "تعرضت", "تعرضوا", "وتعرض", "وتعرضت", "تعرضه", "تعرضها", "تعرضهم"))
_GOVERNING = frozenset(("في", "علي", "الي", "عن"))  # no finite verb stands right behind them (في وجه)
_LAID = frozenset(("نصب", "نصبت", "نصبوا", "نفذ", "نفذت", "نفذوا", "كمنوا", "وقع", "وقعت", "وقعوا"))
_CRAFT_WINDOW = 10  # words of a subject (الدفاعات الجوية التابعة ل…) before what it brings down
_OBJECT_WINDOW = 7  # words in which the killed follow their killer
_LAUNCH_WINDOW, _SUBJECT_WINDOW = 14, 4


@dataclass(frozen=True, slots=True)
class Hit:
    """A trigger or carrier: words `first:last` of the sentence, its clitics and its sense."""

    first: int
    last: int
    clitics: str
    sense: Sense


def completed(hit: Hit, words: Sequence[Word], last: int, lexicon: AttackWords) -> Hit | None:
    """The hit with the words its sense needs: an operation its adjective, a launch its munition; None without them."""
    if hit.sense.tense and hit.clitics not in ("", "و", "ف", "س", "وس", "فس", "ل"):
        return None
    if _ended(hit, words, lexicon) or (hit.sense.tense and hit.first and words[hit.first - 1].text in _GOVERNING):
        return None
    if hit.sense.role == "operation":
        return _operation(hit, words, last, lexicon)
    if hit.sense.role == "kill":
        return hit if _kills(hit, words, last, lexicon) else None
    if hit.sense.role == "means":
        return hit if _harmed_by(hit, words, lexicon) else None
    if words[hit.first].clitics(lexicon.sets["checkpoints"]) is not None and _checkpoint(hit, words, last, lexicon):
        return None
    if hit.sense.role == "launch":
        return hit if _launched(hit, words, last, lexicon) else None
    if hit.sense.role == "interception":
        return (
            hit
            if _seen(words, hit.last, min(last, hit.last + _CRAFT_WINDOW), lexicon.sets["craft"]) is not None
            else None
        )
    if words[hit.first].text in ("فجر", "وفجر"):
        return hit if hit.last < last and words[hit.last].among(lexicon.sets["fighters"]) else None
    return hit


def _ended(hit: Hit, words: Sequence[Word], lexicon: AttackWords) -> bool:
    """وقف القصف, وقف إطلاق النار, مصدر القصف: the word is governed by its end or origin."""
    if hit.sense.tense or not hit.first or "ب" in hit.clitics:
        return False
    return words[hit.first - 1].clitics(lexicon.sets["ends"]) is not None


def _kills(hit: Hit, words: Sequence[Word], last: int, lexicon: AttackWords) -> bool:
    """Armed people right after the verb and, before any preposition, a count or an indefinite accusative."""
    if hit.sense.object_pronoun or hit.last >= last or not words[hit.last].among(lexicon.sets["killers"]):
        return False
    for word in words[hit.last + 1 : min(last, hit.last + _OBJECT_WINDOW)]:
        if not word.is_word or word.among(lexicon.sets["prepositions"]):
            return False
        if word.text.isdigit() or word.clitics(CARDINALS) == "" or _accusative(word):
            return True
    return False


def _accusative(word: Word) -> bool:
    return len(word.text) > 3 and word.text.endswith("ا") and not word.definite


def _harmed_by(hit: Hit, words: Sequence[Word], lexicon: AttackWords) -> bool:
    """A weapon with ب, or right after جراء or إثر, and people harmed in the words before it; or with ل, suffered."""
    if hit.clitics == "ل":
        return any(w.text in _SUFFERS for w in words[max(0, hit.first - _HARM_WINDOW) : hit.first])
    caused = hit.first > 0 and words[hit.first - 1].among(lexicon.sets["generic.causes"])
    if hit.clitics not in ("ب", "بال", "وب") and not (caused and hit.clitics == ""):
        return False
    for i in range(hit.first - 1, max(-1, hit.first - _HARM_WINDOW), -1):
        if words[i].text in STOPS:
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
    """With the adjective that makes it an attack; or "the operation" that somebody claims (تبنى التنظيم العملية)."""
    ahead = words[max(0, hit.first - _SUBJECT_WINDOW - 2) : hit.first]
    if "ال" in hit.clitics and any(w.text.startswith(("تبن", "وتبن", "مسووليت")) for w in ahead):
        return replace(hit, sense=replace(hit.sense, kind="other"))
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
    if not hit.sense.tense and hit.clitics[-1:] == "ل":
        return False  # منصات لإطلاق الصواريخ: what it serves for
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


_STRIKE = frozenset(("ضرب", "ضربت", "ضربوا", "اصاب", "اصابت", "دك", "دكت", "دمر", "دمرت", "يضرب", "تضرب"))


def _seen(words: Sequence[Word], first: int, last: int, forms: frozenset[str]) -> int | None:
    """The first word of a range, up to a stop, that is in `forms` with no preposition on it."""
    for i in range(first, last):
        if words[i].text in STOPS:
            return None
        clitics = words[i].clitics(forms)
        if clitics is not None and clitics[:1] not in ("ل",) and "ب" not in clitics:
            return i
    return None
