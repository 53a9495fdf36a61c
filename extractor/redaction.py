"""Names of victims and witnesses hidden from whoever reads a page or a diff: in the text, the record and its id. Pure.

Every letter of a name becomes `BLOCK`, so that offsets, lengths and white space stay; so does every Arabic letter that
is percent-encoded (RFC 3986, 2.1), since addresses and ids made of them tell names as well. Hidden are the names that
`arabic/public_roles.py` calls private, the victims that a record names, and speakers of whom no word is known; each
whole, and each of its parts wherever one stands alone, clitics left in sight. It is no anonymisation: a name that
nothing recognises stays, and the facts of a text tell who was meant.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from extractor.arabic.actor_lexicon import state_of
from extractor.arabic.name_units import NEVER_ALONE, Units, spots, units_of
from extractor.arabic.name_words import is_introduction
from extractor.arabic.person_names import Name, is_part, look_around
from extractor.arabic.public_roles import Keys, People, in_public_role, people, private_besides
from schemas.record import Record

BLOCK = "█"
_SEPARATORS = str.maketrans(dict.fromkeys("_-./\\+%?&=#~", " "))
_SITE = re.compile(r"https?://[\w.:\[\]-]+", re.ASCII)
_ENCODED = re.compile(r"(?:%[Dd][89ABab]%[89ABab][0-9A-Fa-f])+")  # Arabic letters as addresses write them
_MOST_PARTS = 4  # of a speaker's unknown words that may be a name


@dataclass(frozen=True)
class Redaction:
    """The names to hide, and those that stay in sight although they share a part with one."""

    hidden: frozenset[Keys]
    public: frozenset[Keys]

    def text(self, text: str) -> str:
        """A text of the same length, letters of hidden names replaced."""
        text = _ENCODED.sub(lambda found: BLOCK * len(found[0]), text)
        if not self.hidden or text.isascii():
            return text
        letters = list(text)
        for start, end in self._ranges(text):
            letters[start:end] = [each if each.isspace() else BLOCK for each in text[start:end]]
        return "".join(letters)

    def value(self, value: Any) -> Any:
        """A JSON value with every text in it redacted; the names of fields stay."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {key: self.value(each) for key, each in value.items()}
        return [self.value(each) for each in value] if isinstance(value, list | tuple) else value

    def record(self, record: Record, text: str) -> Record:
        """A record of the text redacted: quotes that stand in the text are cut from it, everything else is replaced."""
        values = self._stored(record.model_dump(mode="json"), text, self.text(text))
        url = record.article.url
        values["article"]["url"] = _site(url) if url else url
        return Record.model_validate(values)

    def _stored(self, value: Any, text: str, shown: str) -> Any:
        match value:
            case {"start": int(start), "end": int(end), "quote": str(quote)} if text[start:end] == quote:
                return value | {"quote": shown[start:end]}
            case {"start": int(start), "end": int(end), "raw": str(raw)} if text[start:end] == raw:
                return self.value(value) | {"raw": shown[start:end]}
            case {"raw": str(), "evidence": {"quote": str()}}:
                made = {key: self._stored(each, text, shown) for key, each in value.items()}
                return made | {"raw": made["evidence"]["quote"]}
            case dict():
                return {key: self._stored(each, text, shown) for key, each in value.items()}
            case list():
                return [self._stored(each, text, shown) for each in value]
            case _:
                return self.value(value)

    @cached_property
    def _parts(self) -> frozenset[str]:
        return frozenset(key for keys in self.hidden for key in keys) - NEVER_ALONE

    @cached_property
    def _whole(self) -> frozenset[Keys]:
        return self.hidden | self.public

    @cached_property
    def _lengths(self) -> list[int]:
        """How many parts names have, the longest first; single ones are parts."""
        return sorted({len(keys) for keys in self._whole} - {1}, reverse=True)

    def _ranges(self, text: str) -> Iterator[tuple[int, int]]:
        units, i = units_of(text), 0
        while i < len(units.all):
            length, cut, hidden = self._name(units, i)
            if hidden:
                yield units.start(i, cut), units.all[i + length - 1].end
            i += length

    def _name(self, units: Units, i: int) -> tuple[int, int, bool]:
        """Units of the longest name at unit i, the letters of a clitic in front of it, and whether it is hidden."""
        found: list[tuple[int, bool, int]] = []
        behind = tuple(units.key(k) for k in range(i + 1, i + self._lengths[0])) if self._lengths else ()
        for cut, first in spots(units.key(i)):
            names = ((first, *behind[: length - 1]) for length in self._lengths)
            found += [(len(name), name in self.hidden, cut) for name in names if name in self._whole]
            if first in self._parts and not _of_a_state(units, i, first):
                found.append((1, True, cut))
        length, hidden, cut = max(found, key=lambda each: (each[0], each[1], -each[2]), default=(1, False, 0))
        return length, cut, hidden


def redaction(*sides: tuple[Record, str]) -> Redaction:
    """What to hide in records and their texts: the names of all sides, so that two of one article are hidden alike.

    What is hidden may leave a name without the office beside it, so it is looked through again until nothing changes:
    hidden names only become more, and public ones fewer.
    """
    made, first = Redaction(frozenset(), frozenset()), True
    while True:
        found = [_people(made.record(record, text), made.text(text)) for record, text in sides]
        hidden = made.hidden.union(*(each.private for each in found))
        public = frozenset[Keys]().union(*(each.public for each in found))
        then = Redaction(hidden, public if first else public & made.public)
        if then == made or not hidden:
            return then
        made, first = then, False


def redacted(record: Record, text: str) -> tuple[Record, str]:
    """A record and its text without the names of victims and witnesses; every offset still holds. Idempotent."""
    made = redaction((record, text))
    return made.record(record, text), made.text(text)


def redacted_text(text: str) -> str:
    """A text that stands by itself, such as the name of a file, without the names in it."""
    found = people(_spaced(text))
    return Redaction(found.private, found.public).text(text)


def _people(record: Record, text: str) -> People:
    """The people of a text, of what else a record says in words, and those whom it names itself."""
    here = people(text)
    others = {each for each in _texts(record.model_dump(mode="json")) if not each.isascii() and each not in text}
    private = private_besides(map(people, map(_spaced, others)), here)
    return People(here.private.union(private, _victims(record), _speakers(record, text)), here.public)


def _texts(value: Any) -> Iterator[str]:
    """Every text of a record but the quotes, which stand in the article."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        parts = (each for key, each in value.items() if key not in ("evidence", "quote", "gazetteer", "provenance"))
        for each in parts:
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _spaced(text: str) -> str:
    """A file name, address or id as words."""
    return text.translate(_SEPARATORS)


def _victims(record: Record) -> Iterator[Keys]:
    """The people whom casualties name, without the titles in front."""
    for victim in (named for casualty in record.casualties for named in casualty.named):
        keys = [unit.key for unit in units_of(victim.raw).all if unit.key.isalpha()]
        while keys and is_introduction(keys[0]):
            del keys[0]
        if keys:
            yield tuple(keys)


def _speakers(record: Record, text: str) -> Iterator[Keys]:
    """Speakers of whom no word is known to be anything but a name, and who hold no office."""
    around = look_around(text)
    for words in {claim.speaker.evidence for claim in record.claims}:
        first, last = around.units.within(words.start, words.end)
        keys = tuple(around.units.key(k) for k in range(first, last))
        unknown = 1 < len(keys) <= _MOST_PARTS and all(is_part(around, k) for k in range(first, last))
        if unknown and not keys[0].startswith("ال") and not in_public_role(around, Name(keys, first, last, 0)):
            yield keys


def _of_a_state(units: Units, i: int, part: str) -> bool:
    """Whether a part of a name is an adjective here: الجيش المصري, and not قال المصري."""
    before = units.key(i - 1)
    return state_of(part) is not None and before.startswith("ال") and not is_introduction(before)


def _site(url: str) -> str:
    """An address without the page: its path tells names in any script, and leads to them."""
    site = _SITE.match(url)
    return f"{site[0]}/" if site else BLOCK
