"""Who of the people named in a text is in a public role, by the offices in the words around the names.

An office of state (`high` in `data/person_words.yaml`) is public whatever the text tells of its holder. Who else
decides or speaks for a body is public where no word of harm goes with the name. Leaders of the actor lexicon are
public. Relatives, guards and drivers of an office's holder are private, and so is who has a private calling, and
whoever two readings are open for.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extractor.arabic.actor_lexicon import actor_lexicon
from extractor.arabic.name_units import units_of
from extractor.arabic.name_words import is_word
from extractor.arabic.person_names import Name, Surroundings, find_names, look_around
from extractor.arabic.speech import is_a, speech_form

Keys = tuple[str, ...]
_BEFORE = 10  # units from an office to its holder, and from a word of harm to a victim
_APPOSED = 14  # units of an apposition between commas
_STOPS = frozenset(".؟!؛:")
_LEADING = frozenset(("الذي", "التي", "قد", "وقد", "كان", "كانت"))
_COMMAS = frozenset(",،")


@dataclass(frozen=True, slots=True)
class People:
    """The names of a text as keys of their units; who is in both is private."""

    private: frozenset[Keys]
    public: frozenset[Keys]


@lru_cache(maxsize=16)
def people(text: str) -> People:
    """The people whom a text names. Linear."""
    around = look_around(text)
    return sorted_out(around, find_names(around))


def sorted_out(around: Surroundings, names: Sequence[Name]) -> People:
    """Names by their role: one without an office is public where it is all or part of a public name only."""
    taken = frozenset(k for name in names for k in range(name.first, name.last))
    official = {name for name in names if in_public_role(around, name, taken)}
    public = frozenset(name.keys for name in official)
    others = [name for name in names if name not in official]
    harmed = frozenset(name.keys for name in others if _harmed(around, name))
    private = frozenset(name.keys for name in others)
    of_public, of_private = _Longer(public), _Longer(private)
    same = frozenset(k for k in private - harmed if (k in public or of_public.holds(k)) and not of_private.holds(k))
    return People(private - same, public | same)


def private_besides(told: Iterable[People], known: People) -> frozenset[Keys]:
    """Private names of further texts about the people of a known one: who is public there needs no office again."""
    longer = _Longer(known.public)
    names = frozenset[Keys]().union(*(each.private for each in told))
    return frozenset(keys for keys in names if keys not in known.public and not longer.holds(keys))


class _Longer:
    """Names by their parts, so that a text of a thousand names is looked through once for each."""

    def __init__(self, names: Iterable[Keys]) -> None:
        self._by_part: dict[str, list[Keys]] = defaultdict(list)
        for keys in names:
            for key in set(keys):
                self._by_part[key].append(keys)

    def holds(self, keys: Keys) -> bool:
        """Whether one of the names is this one with more parts, in their order."""
        fewest = min((self._by_part.get(key, ()) for key in keys), key=len)
        return any(len(keys) < len(name) and _in_order(keys, name) for name in fewest)


def in_public_role(around: Surroundings, name: Name, taken: frozenset[int] = frozenset()) -> bool:
    """Whether the words around a name give it an office; `taken` are the units of all names."""
    if name.keys in _leaders():
        return True
    office = _in_front(around, name, taken) or _behind(around, name)
    return office == "high" or (office == "office" and not _harmed(around, name))


def _in_front(around: Surroundings, name: Name, taken: frozenset[int]) -> Literal["high", "office"] | None:
    """The office in the phrase that ends at a name: المتحدث باسم وزارة الدفاع الأمريكية، بات رايدر."""
    units = around.units
    for k in range(name.first - 1, max(-1, name.first - 1 - _BEFORE), -1):
        key = units.key(k)
        comma = key in _COMMAS and k < name.first - 1
        if not units.joined(k + 1) or comma or key in _STOPS or k in taken or k in around.harm or _opens(key):
            return None
        if is_word(key, "relation") or (is_word(key, "calling") and not _office(units.key(k - 1))):
            return None  # المسؤول الإعلامي holds an office
        if office := _office(key):
            return None if is_word(units.key(k - 1), "relation") else office
    return None


def _behind(around: Surroundings, name: Name) -> Literal["high", "office"] | None:
    """The office right behind a name; behind a comma the apposition ends with one, too."""
    units, at = around.units, name.last
    comma = units.key(at) in _COMMAS
    at += comma
    at += units.key(at) in ("وهو", "وهي", "(", "-")
    office = _office(units.key(at))
    closed = any(units.key(k) in _COMMAS for k in range(at + 1, at + _APPOSED))
    return office if office and units.joined(at) and (closed or not comma) else None


def _office(key: str) -> Literal["high", "office"] | None:
    if is_word(key, "high"):
        return "high"
    return "office" if is_word(key, "office") else None


def _opens(key: str) -> bool:
    """Whether a word begins a clause: a finite verb of saying, or "that"."""
    found = speech_form(key)
    return (found is not None and found[1] == "finite") or is_a(key, "openers")


def _harmed(around: Surroundings, name: Name) -> bool:
    """Whether a word of harm stands in the clause in front of a name, or right behind it."""
    units = around.units
    for k in range(name.first - 1, max(-1, name.first - 1 - _BEFORE), -1):
        if not units.joined(k + 1) or units.key(k) in _STOPS or _opens(units.key(k)):
            break
        if k in around.harm:
            return True
    behind = name.last + (units.key(name.last) in _LEADING)
    return behind in around.struck


def _in_order(keys: Keys, name: Keys) -> bool:
    rest = iter(name)
    return all(key in rest for key in keys)


@lru_cache(maxsize=1)
def _leaders() -> frozenset[Keys]:
    names = (" ".join(words) for words in actor_lexicon().leaders)
    return frozenset(tuple(unit.key for unit in units_of(name).all) for name in names)
