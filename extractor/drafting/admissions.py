"""An act that its doer owns up to is reported by others: naming him for it is no accusation.

Source: annotation guideline ("a speaker naming a perpetrator that has not admitted it: accuses").
"""

from dataclasses import replace

from extractor.arabic.scan import Scan
from schemas.claim import Act, Claim
from schemas.items import Items


def without_admitted(seen: Scan, items: Items) -> Items:
    """Accusations of what the accused side claims become reports; `items.claims` are those of `seen.claims`, in order.

    Both must be about one attack, as far as the text ties them to any.
    """
    drafted = {mention.start: claim for mention, claim in zip(seen.claims, items.claims, strict=True)}
    claims = [
        _reported(claim)
        if claim.act is Act.ACCUSES
        and any(_of_one_attack(claim, drafted[a]) for a in mention.admissions if a in drafted)
        else claim
        for mention, claim in zip(seen.claims, items.claims, strict=True)
    ]
    return replace(items, claims=tuple(claims))


def _reported(claim: Claim) -> Claim:
    return claim.model_copy(update={"act": Act.REPORTS, "accused": None})


def _of_one_attack(claim: Claim, admission: Claim) -> bool:
    return not claim.about or not admission.about or not set(claim.about).isdisjoint(admission.about)
