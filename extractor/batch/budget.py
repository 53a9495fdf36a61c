"""What a run has spent, and the most that it may spend."""

from dataclasses import dataclass, field

from extractor.config import Price
from extractor.errors import BudgetSpent, UsageError
from extractor.llm import Usage

_MILLION = 1_000_000


@dataclass(slots=True)
class Budget:
    """Counts what is paid; `max_cost` is in the currency of the price.

    A call is sent while less than the most is spent, so that what was in flight at that moment is all that goes beyond.

    Raises:
        UsageError: a cost is limited, but no price is known.
    """

    model: str
    price: Price | None = None
    max_tokens: int | None = None
    max_cost: float | None = None
    spent: Usage = field(default_factory=Usage)

    def __post_init__(self) -> None:
        if self.max_cost is not None and self.price is None:
            raise UsageError(
                f"No price of the model {self.model!r} is known; give it in extractor.toml as "
                f'[prices."{self.model}"] with input and output, each for a million tokens.'
            )

    @property
    def tokens(self) -> int:
        """The tokens of all calls so far, the lost ones included."""
        return self.spent.total

    @property
    def cost(self) -> float | None:
        """What the answers so far cost, or null where no price is known."""
        return cost_of(self.spent, self.price) if self.price else None

    @property
    def is_spent(self) -> bool:
        """Whether nothing more may be sent."""
        over_tokens = self.max_tokens is not None and self.tokens >= self.max_tokens
        return over_tokens or (self.max_cost is not None and (self.cost or 0.0) >= self.max_cost)

    def check(self) -> None:
        """Raise BudgetSpent where nothing more may be sent."""
        if self.is_spent:
            raise BudgetSpent("What this run may spend is spent; run it again to go on.")

    def pay(self, usage: Usage) -> None:
        """Count what an answer cost."""
        self.spent += usage


def cost_of(usage: Usage, price: Price) -> float:
    """The cost of some tokens; those of the prompt that were cached have a price of their own where one is given."""
    cached = price.input if price.cached is None else price.cached
    fresh = usage.prompt_tokens + usage.lost_tokens - usage.cached_tokens
    return (fresh * price.input + usage.cached_tokens * cached + usage.completion_tokens * price.output) / _MILLION
