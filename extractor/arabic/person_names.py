"""Personal names in a text, each with whether it is of somebody in a public role. For hiding names, not for reading.

Doubt makes a name, and makes it private: what is found here is not what records are made of. Words and their classes:
`name_words.py`, and the words of speech and harm that the scanners know.
"""

from dataclasses import dataclass

from extractor.arabic.actor_lexicon import state_of
from extractor.arabic.actors import scan_actors
from extractor.arabic.cues import by_token, cues_in
from extractor.arabic.given_names import names_alone
from extractor.arabic.name_units import CONNECTORS, ON, Units, spots, units_of
from extractor.arabic.name_words import SERVANT, given, is_given, is_introduction, is_unknown, is_word
from extractor.arabic.place import scan_places
from extractor.arabic.speech import bare, is_a, speech_form

_LONGEST = 6
_PHRASE = 8  # words from a title to its name
_ALI = "علي"
_NAMES = "اسماء"  # also "the names of"
_IN_NAME_OF = "باسم"
_LISTING = frozenset(("هم", "وهم", "هما", "وهما", "الاسماء"))
_CLOSING = frozenset(("،", ",", "(", ".", ""))
_DEFINITE = ("ال", "لل", "وال", "بال")
_COMMAS = frozenset(",،")


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
    start = next(((cut, first) for cut, first in spots(units.key(i)) if is_given(first)), None)
    expected = units.joined(i) and _expects_name(around, i - 1)
    if (start is None and not expected) or i in around.bodies or _within_thing(around, i):
        return None
    if units.key(i) == _IN_NAME_OF and is_word(units.key(i - 1), "office"):
        return None
    last = _end(around, i)
    rest = tuple(units.key(k) for k in range(i + 1, last))
    introduced = follows or (units.joined(i) and (around.calls(i - 1) or _announced(around, i)))
    if start and _begins(around, i, start[1], introduced=introduced, long=bool(rest)):
        return Name((start[1], *rest), i, last, start[0])
    strange = expected and not units.key(i).startswith("ال") and is_part(around, i)
    alone = bool(rest) or is_word(units.key(i - 1), "called") or units.key(last) in _CLOSING
    return Name((units.key(i), *rest), i, last, 0) if strange and alone else None


def _begins(around: Surroundings, i: int, first: str, *, introduced: bool, long: bool) -> bool:
    """Whether a name begins with a word: one that is hardly anything else, or a given name that something announces."""
    before, following = around.units.key(i - 1), around.units.key(i + 1)
    if first == _NAMES:
        return following in given() or is_introduction(before)
    if first == _ALI:
        return long and (introduced or following in names_alone())
    if first == ON:  # as Ali is written in Egypt, behind what takes no preposition
        said = speech_form(before)
        fits = is_introduction(before) or (said is not None and _ALI not in said[0].opens)
        return fits and following in given()
    if first.startswith("ابو"):
        return True
    if first in names_alone() or first.startswith(SERVANT):
        titled = not first.startswith(SERVANT) and _titled(around, i)  # شارع جمال عبد الناصر
        return long or introduced or titled or _goes_with(around, i + 1)
    return (
        introduced
        or _aged(around, i)
        or (long and (following in names_alone() or following.startswith("ال") or _titled(around, i)))
    )


def _announced(around: Surroundings, i: int) -> bool:
    """Whether a name is due at unit i: behind a word that no table knows (مقتل المقاتلة …), in a list (وأولاده: …)."""
    before, word = around.units.key(i - 1), around.units.key(i - 2)
    if before == ":":
        return is_introduction(word) or word in _LISTING
    return before.startswith("ال") and i - 2 in around.harm


def _goes_with(around: Surroundings, i: int) -> bool:
    """Whether unit i is "and" with a given name: أحمد ومحمود."""
    key = around.units.key(i)
    return around.units.joined(i) and key.startswith("و") and key[1:] in names_alone()


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
    definite = key.startswith(_DEFINITE) and state_of(key) is None
    his = is_word(key, "relation") and key.endswith(("ه", "ها", "هم"))
    return is_word(key, "called") or his or (definite and is_introduction(key, one=True))


def _within_thing(around: Surroundings, i: int) -> bool:
    """Whether a name at unit i is that of a school, street or camp: مستشفى ناصر, مدرسة الشهيد محمد."""
    units, before = around.units, i - 1
    if is_word(units.key(before), "bearers"):
        before -= 1
    thing = units.key(before)
    named = is_word(thing, "things") and not bare(thing).startswith("ال") and not thing.startswith(_DEFINITE)
    return units.joined(i) and units.joined(before + 1) and named


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
    if key in CONNECTORS or key in given() or key.startswith((*SERVANT, "ابو")):
        return True
    return i not in around.harm and i not in around.bodies and is_unknown(key)
