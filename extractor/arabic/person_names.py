"""Personal names in a text, each with whether it is of somebody in a public role. For hiding names, not for reading.

Doubt makes a name, and makes it private: what is found here is not what records are made of. Words and their classes:
`data/person_words.yaml`, the given names, and the words of speech and harm that the scanners know.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from extractor.arabic.actor_lexicon import state_of
from extractor.arabic.actors import scan_actors
from extractor.arabic.cues import by_token, cues_in
from extractor.arabic.fold import fold_key
from extractor.arabic.given_names import given_names, names_alone
from extractor.arabic.name_units import CONNECTORS, ON, Units, spots, units_of
from extractor.arabic.nouns import counted_noun
from extractor.arabic.numeral_words import number_word
from extractor.arabic.place import scan_places
from extractor.arabic.speech import bare, is_a, is_noun_of, speech_form, word_class

_LONGEST = 6
_PHRASE = 8  # words from a title to its name
_ALI = "علي"
_SERVANT = ("عبدال", "عبدرب")
_NAMES = "اسماء"  # also "the names of"
_IN_NAME_OF = "باسم"
_COMMAS = frozenset(",،")
_NOT_NAMED = ("prepositions", "relatives", "adverbs", "openers", "event_nouns", "source_words", "self_words")
_NO_PART = ("titles", "organizations", "media", "statements", "recipients", "complements", "bare_heads")


@dataclass(frozen=True, slots=True)
class Name:
    """A personal name: the units `first:last` of a text; `cut` letters of the first are clitics."""

    keys: tuple[str, ...]
    first: int
    last: int
    cut: int


@dataclass(frozen=True)
class Surroundings:
    """The units of a text with what the scanners see at them.

    `harm` are words of harm, `struck` its verbs of being harmed, `bodies` the units of names that are nobody's.
    """

    units: Units
    harm: frozenset[int]
    struck: frozenset[int]
    bodies: frozenset[int]

    def calls(self, i: int) -> bool:
        """Whether unit i says that a name follows: a calling or kinship, a title, a verb of saying, a word of harm."""
        key = self.units.key(i)
        return i in self.harm or is_introduction(key) or speech_form(key) is not None


@lru_cache(maxsize=1)
def person_words() -> dict[str, frozenset[str]]:
    """The folded words of each class of `data/person_words.yaml`."""
    data = yaml.safe_load(files("extractor.arabic").joinpath("data/person_words.yaml").read_text(encoding="utf-8"))
    return {name: frozenset(fold_key(word) for word in words.split()) for name, words in data.items()}


def is_word(key: str, *classes: str) -> bool:
    """Whether a unit is of a class of words around names, without regard to clitics and article."""
    return any(key in person_words()[name] or bare(key) in person_words()[name] for name in classes)


@lru_cache(maxsize=8192)
def is_introduction(key: str, *, one: bool = False) -> bool:
    """Whether a word stands in front of names as title, calling or kinship, or says "called"; `one`: of one person."""
    if is_word(key, "high", "office", "relation", "calling", "called") or key in word_class("ranks"):
        return True
    noun = counted_noun(key)
    if noun is None or noun.noun.kind not in ("person", "military_person", "victim"):
        return False
    return noun.noun.number == "singular" or not one


def look_around(text: str) -> Surroundings:
    """What stands around the names of a text. Linear."""
    units = units_of(text)
    cues = by_token(cues_in(units.words))
    here = {i: [cue for cue in cues.get(unit.first, ()) if cue.cls == "harm"] for i, unit in enumerate(units.all)}
    harm = frozenset(i for i, found in here.items() if found)
    struck = frozenset(i for i in harm if any(cue.role == "passive" for cue in here[i]))
    ranges = [(actor.start, actor.end) for actor in scan_actors(text)]
    ranges += [(place.start, place.end) for place in scan_places(text)]
    bodies = (range(*units.within(start, end)) for start, end in ranges)
    return Surroundings(units, harm, struck, frozenset(k for body in bodies if len(body) > 1 for k in body))


def find_names(around: Surroundings) -> list[Name]:
    """The personal names of a text, in order, without overlaps."""
    found: list[Name] = []
    i = 0
    while i < len(around.units.all):
        name = _name_at(around, i, follows=bool(found) and _goes_on(around, found[-1].last, i))
        if name:
            found.append(name)
        i = name.last if name else i + 1
    return found


def _goes_on(around: Surroundings, last: int, i: int) -> bool:
    """Whether a list of names goes on at unit i, the one before having ended at `last`: محمد وأحمد، خالد."""
    return i == last or (i == last + 1 and around.units.key(last) in _COMMAS)


def _name_at(around: Surroundings, i: int, *, follows: bool) -> Name | None:
    """The name that begins at unit i; `follows` says that it may go on a list."""
    units = around.units
    given = next(((cut, first) for cut, first in spots(units.key(i)) if _is_given(first)), None)
    expected = units.joined(i) and _expects_name(around, i - 1)
    if (given is None and not expected) or i in around.bodies or _within_thing(around, i):
        return None
    if units.key(i) == _IN_NAME_OF and is_word(units.key(i - 1), "office"):
        return None
    last = _end(around, i)
    rest = tuple(units.key(k) for k in range(i + 1, last))
    introduced = follows or (units.joined(i) and around.calls(i - 1))
    if given and _begins(around, i, given[1], introduced=introduced, long=bool(rest)):
        return Name((given[1], *rest), i, last, given[0])
    strange = bool(rest) and expected and not units.key(i).startswith("ال") and is_part(around, i)
    return Name((units.key(i), *rest), i, last, 0) if strange else None


def _is_given(word: str) -> bool:
    kunya = word.startswith("ابو") and len(word) > len("ابو") + 1
    return kunya or word == ON or word in given_names() or word.startswith(_SERVANT)


def _begins(around: Surroundings, i: int, first: str, *, introduced: bool, long: bool) -> bool:
    """Whether a name begins with a word: one that is hardly anything else, or a given name that something announces."""
    before, following = around.units.key(i - 1), around.units.key(i + 1)
    if first == _NAMES:
        return following in given_names() or is_introduction(before)
    if first == _ALI:
        return long and (introduced or following in names_alone())
    if first == ON:  # as Ali is written in Egypt, behind what takes no preposition
        said = speech_form(before)
        fits = is_introduction(before) or (said is not None and _ALI not in said[0].opens)
        return fits and following in given_names()
    if first.startswith("ابو"):
        return True
    if first in names_alone() or first.startswith(_SERVANT):
        return long or introduced
    return (
        introduced
        or _aged(around, i)
        or (long and (following in names_alone() or following.startswith("ال") or _titled(around, i)))
    )


def _aged(around: Surroundings, i: int) -> bool:
    """Whether an age in brackets stands behind the words at unit i: خالد حسو (12 عاما)."""
    units, last = around.units, _end(around, i)
    return units.key(last) == "(" and units.key(last + 1).isdigit()


def _titled(around: Surroundings, i: int) -> bool:
    """Whether a title stands in the phrase in front of unit i: المتحدث باسم الوزارة باتريك …, or "that" does."""
    for k in range(i - 1, max(-1, i - 1 - _PHRASE), -1):
        if not around.units.joined(k + 1):
            return False
        if is_introduction(around.units.key(k)) or (k == i - 1 and is_a(around.units.key(k), "openers")):
            return True
    return False


def _expects_name(around: Surroundings, i: int) -> bool:
    """Whether unit i is a definite calling or kinship, or "called", so that indefinite words behind it are a name."""
    key = around.units.key(i)
    definite = key.startswith(("ال", "لل", "وال", "بال")) and state_of(key) is None
    his = is_word(key, "relation") and key.endswith(("ه", "ها", "هم"))
    return is_word(key, "called") or his or (definite and is_introduction(key, one=True))


def _within_thing(around: Surroundings, i: int) -> bool:
    """Whether a name at unit i is that of a school, street or camp: مستشفى ناصر, مدرسة الشهيد محمد."""
    units, before = around.units, i - 1
    if is_word(units.key(before), "bearers"):
        before -= 1
    return units.joined(i) and units.joined(before + 1) and is_word(units.key(before), "things")


def _end(around: Surroundings, i: int) -> int:
    """One past the name that begins at unit i, without a connector at its end."""
    last = i + 1
    while last < i + _LONGEST and around.units.joined(last) and is_part(around, last):
        last += 1
    while last > i + 1 and around.units.key(last - 1) in CONNECTORS:
        last -= 1
    return last


def is_part(around: Surroundings, i: int) -> bool:
    """Whether unit i may be a part of a name: a given name, or a word that nothing else knows."""
    key = around.units.key(i)
    if key in CONNECTORS or key in given_names() or key.startswith((*_SERVANT, "ابو")):
        return True
    return i not in around.harm and i not in around.bodies and _unknown(key)


@lru_cache(maxsize=16_384)
def _unknown(key: str) -> bool:
    """Whether a word is of no class that the scanners know, behind clitics neither: it may be part of a name."""
    if any(cut and (rest in given_names() or not _strange(rest)) for cut, rest in spots(key)):
        return False
    return _strange(key)


@lru_cache(maxsize=16_384)
def _strange(key: str) -> bool:
    """Whether a word, taken whole, is of no class that the scanners know."""
    if not key.isalpha() or len(key) < 2 or key.endswith("ى") or key in person_words()["outside"]:
        return False
    if is_word(key, "high", "office", "things", "called", "relation") or key in word_class("no_names") | word_class(
        "ranks"
    ):
        return False
    if speech_form(key) or any(is_a(key, name) for name in _NOT_NAMED) or any(is_noun_of(key, n) for n in _NO_PART):
        return False
    return key.startswith("ال") or _is_trade(key) or (counted_noun(key) is None and number_word(key) is None)


def _is_trade(key: str) -> bool:
    """Whether a word is a noun for one person, as many family names are: حداد, نجار."""
    noun = counted_noun(key)
    return noun is not None and noun.cut == 0 and noun.noun.kind == "person" and noun.noun.lemma == key
