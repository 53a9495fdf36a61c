"""Which attacks that the grammar reads may be incidents of a record, after the guideline."""

from extractor.arabic.attack_groups import AttackGroup


def ruled_out(group: AttackGroup) -> bool:
    """Grammar alone says that no attack is told: denied, planned, counted over a period, or spoken of in general."""
    return all(m.negated or m.hypothetical or m.aggregate or m.generic for m in group.mentions)


def specific(group: AttackGroup) -> bool:
    """A place below country level or a day: what the guideline asks of an attack that is told in passing.

    A day counts without its date too, where nothing says when the article was published, and so does the month in which
    something broke out or was done; not beside a back reference or attacks in general.
    """
    local = any(place.head or all(entry.kind != "country" for entry in place.entries) for place in group.places)
    if local or group.date is None or group.date.first is not None:
        return local or group.date is not None
    told = [m for m in group.mentions if not (m.anaphoric or m.collective)]
    month = group.date.precision == "month" and any(not m.rule.endswith("alone") for m in told)
    return month or (group.date.precision in ("day", "night") and bool(told))
