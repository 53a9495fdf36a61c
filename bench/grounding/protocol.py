"""What passes between the bench and a runner, a JSON object a line. Standard library only: every runner imports it."""

from typing import Literal, TypedDict

Verdict = Literal["accepted", "review", "rejected", "late"]
"""`late`: the tool took too long for this one, and the case is not counted."""

_WORST: tuple[Verdict, ...] = ("rejected", "review", "accepted")


class Leaf(TypedDict):
    """A value of an item: the words that a model copied, and the figure that it read from them, if any."""

    field: str
    words: str
    figure: int | None


class Item(TypedDict):
    """An item as a model would answer it: its values, and the passage it quotes for them."""

    leaves: list[Leaf]
    quote: str


class Request(TypedDict):
    """An article, and the items to be checked in it."""

    text: str
    items: list[Item]


class Answer(TypedDict):
    """A verdict for each item, and the microseconds of processor time that the check of the request took."""

    verdicts: list[Verdict]
    microseconds: float


def worst(verdicts: list[Verdict]) -> Verdict:
    """An item is as good as its worst value; one in which nothing was checked counts as accepted."""
    return next((v for v in _WORST if v in verdicts), "accepted")


def phrases(item: Item) -> list[tuple[str, str]]:
    """The field and the words of each value, then the quote: what a tool that looks for text is given."""
    return [*((leaf["field"], leaf["words"]) for leaf in item["leaves"]), ("quote", item["quote"])]


def numbers(item: Item) -> list[tuple[int, str]]:
    """The figures of an item, each with its words."""
    return [(leaf["figure"], leaf["words"]) for leaf in item["leaves"] if leaf["figure"] is not None]


def checked(request: Request) -> int:
    """How many leaves a request asks about: the values and the quote of each item."""
    return sum(len(phrases(item)) for item in request["items"])
