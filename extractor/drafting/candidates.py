"""Which attacks that the grammar reads may be incidents of a record, after the guideline."""

from extractor.arabic.attack_groups import AttackGroup


def ruled_out(group: AttackGroup) -> bool:
    """Grammar alone says that no attack is told: denied, planned, counted over a period, or spoken of in general."""
    return all(m.negated or m.hypothetical or m.aggregate or m.generic for m in group.mentions)


def specific(group: AttackGroup) -> bool:
    """A resolved day, or a place below country level: what the guideline asks of an attack that is told in passing."""
    local = any(place.head or all(entry.kind != "country" for entry in place.entries) for place in group.places)
    return local or bool(group.date and group.date.first)
