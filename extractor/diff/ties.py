"""Items that say the same are told apart by what they refer to, and by what refers to them. Pure.

Colour refinement (Weisfeiler and Leman 1968): every item is coloured by what it says, then again and again by its
colour and those of its neighbours, until as many rounds are done as a chain of items is long.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from schemas.state import Item

REFERENCES = ("incident_id", "claim_id", "subset_of", "supersedes", "about", "linked")
"""The fields of items that hold ids of other items."""
_ROUNDS = 4  # a part of a toll, the toll, its claim, its incident
Colours = Mapping[str, int]


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    """The value of a field of `REFERENCES` with the ids that the new record gives; lists in one order."""
    if isinstance(value, list):
        return sorted((renamed(part, names) for part in value), key=repr)
    if isinstance(value, dict):
        return value | {"id": names.get(value["id"], value["id"])}
    return names.get(value, value) if isinstance(value, str) else value


def references(item: Item) -> dict[str, Any]:
    """The fields of `REFERENCES` that an item has, as JSON values."""
    values = vars(item)
    held = {field: values[field] for field in REFERENCES if field in values}
    return {
        field: [each.model_dump() for each in value] if field == "linked" else value for field, value in held.items()
    }


def colours(items: Iterable[Item], contents: Mapping[str, str]) -> Colours:
    """A number for each id, the same for items that nothing sets apart; `contents` is what each item says by itself."""
    tied = [(item.id, name, at) for item in items for name, at in ties(item)]
    held = {key: _number(content) for key, content in contents.items()}
    for _ in range(_ROUNDS):
        around: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for source, name, target in tied:
            around[source].append((name, held.get(target, 0)))
            around[target].append((f"of {name}", held.get(source, 0)))
        held = {key: _number((colour, *sorted(around[key]))) for key, colour in held.items()}
    return held


def _number(value: object) -> int:
    """A hash that is the same in every process."""
    return int.from_bytes(hashlib.blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=8).digest())


def ties(item: Item) -> Iterator[tuple[str, str]]:
    """What an item refers to, by which field."""
    for field, value in references(item).items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                yield f"{field} {each['rel']}", each["id"]
            elif each is not None:
                yield field, each
