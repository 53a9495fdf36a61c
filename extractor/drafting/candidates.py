"""Which attacks that the grammar reads may be incidents of a record, after the guideline."""

from extractor.arabic.attack_groups import AttackGroup
from extractor.arabic.attacks import AttackMention


def ruled_out(group: AttackGroup) -> bool:
    """Grammar alone says that no attack is told: denied, planned, counted over a period, or spoken of in general."""
    return all(m.negated or m.hypothetical or m.aggregate or m.generic for m in group.mentions)


def specific(group: AttackGroup) -> bool:
    """A place below country level, a day, or who struck what: what the guideline asks of an attack told in passing.

    A day counts without its date too, where nothing says when the article was published.
    """
    local = any(place.head or all(entry.kind != "country" for entry in place.entries) for place in group.places)
    day = group.date is not None and (group.date.first is not None or group.date.precision in ("day", "night"))
    month = group.date is not None and group.date.precision == "month"
    told = [m for m in group.mentions if not (m.anaphoric or m.collective)]
    dated = (group.date is not None and group.date.first is not None) or (day and bool(told))
    return local or dated or any(_deed(m) or (month and not m.rule.endswith("alone")) for m in told)


def _deed(mention: AttackMention) -> bool:
    """A verb with its doer and what he struck (نفذ الجيش ضربة أصابت معسكرا)."""
    acts = mention.rule.startswith("verb") or mention.rule.endswith(":agent")
    return acts and bool(mention.attackers and mention.targets) and not mention.anaphoric
