"""All rules, in the order of their findings, and the version that a record's provenance names."""

import hashlib

from extractor.arabic.scan import Scan
from extractor.validators import (
    casualties,
    claims,
    dates,
    elsewhere,
    incidents,
    items,
    links,
    numbers,
    places,
    quotes,
    sides,
    totals,
    unreal,
)
from extractor.validators.case import Case, Rule
from schemas.items import Items
from schemas.record import Finding

ALL: tuple[Rule, ...] = (
    *quotes.RULES, *numbers.RULES, *casualties.RULES, *unreal.RULES, *incidents.RULES, *sides.RULES, *dates.RULES,
    *places.RULES, *elsewhere.RULES, *claims.RULES, *totals.RULES, *links.RULES, *items.RULES,
)  # fmt: skip

RULES_VERSION = hashlib.sha256(" ".join(f"{r.name}={r.version}" for r in ALL).encode()).hexdigest()[:12]


def check(seen: Scan, drafted: Items) -> list[Finding]:
    """Every finding of every rule on the items of one article."""
    case = Case(seen, drafted)
    return [finding for rule in ALL for finding in rule.run(case)]
