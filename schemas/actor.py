"""Those who act or are struck, in the text's own words."""

from schemas.base import Leaf


class Actor(Leaf):
    """A named or described actor; the category is null until somebody decides it."""

    category: str | None = None


class Target(Leaf):
    """What was struck: people, a site or a thing."""

    type: str | None = None
