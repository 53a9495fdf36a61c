"""What each of several workers gets of the limits of a run, so that together they keep them."""

from extractor.config import Settings
from extractor.errors import UsageError

_COUNTED = ("rpm", "max_tokens")


def share_of(settings: Settings, workers: int, number: int) -> Settings:
    """The settings of one worker, numbered from 0: an even share of each limit, and what is over goes to the first.

    Of `jobs` each has at least one; `timeout_seconds` and the like hold for one call or article and are not shared.

    Raises:
        UsageError: `rpm` or `max_tokens` are fewer than the workers.
    """
    share: dict[str, object] = {"jobs": max(1, _even(settings.jobs, workers, number))}
    for name in _COUNTED:
        limit = getattr(settings, name)
        if limit is not None and limit < workers:
            option = "--" + name.replace("_", "-")
            raise UsageError(f"{option} {limit} cannot be split among {workers} workers; give fewer workers.")
        share[name] = limit and _even(limit, workers, number)
    share["max_cost"] = settings.max_cost and settings.max_cost / workers
    return settings.model_copy(update=share)


def _even(limit: int, workers: int, number: int) -> int:
    return limit // workers + (number < limit % workers)
