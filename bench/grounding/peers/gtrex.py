"""gtrex: a verifier of quotations with a ladder of normalizations, and a repairer for near misses.

Given: the article once, and the words of each value and the quote as claims. Called: `Repairer.repair` under the
default policy, with repairs as annotations (`repair_mode="annotate"`), its own threshold named so that it does not
warn, and Arabic words of negation in place of the English ones, as its documentation asks for another language.
Accepted: grounded at a sound tier. Review: not grounded, but a near passage was attached for a person. Rejected: else.
It certifies quotations; its documentation says that other fields must be checked apart.
"""

from gtrex import DEFAULT_REPAIR_THRESHOLD, Policy, Repairer

from bench.grounding.peers.serving import serve
from bench.grounding.protocol import Request, Verdict, phrases, worst

NEGATION = ("لا", "لم", "لن", "ليس", "ليست", "ما", "غير", "دون", "بدون", "عدم", "نفى", "نفت", "ينفي", "تنفي")
POLICY = Policy(repair_mode="annotate", repair_threshold=DEFAULT_REPAIR_THRESHOLD, polarity_tokens=NEGATION)


def check(request: Request) -> list[Verdict]:
    """One repairer an article, as its documentation advises; an item is as good as its worst claim."""
    repairer = Repairer(request["text"], POLICY)
    return [worst([_verdict(repairer, words) for _, words in phrases(item)]) for item in request["items"]]


def _verdict(repairer: Repairer, words: str) -> Verdict:
    result = repairer.repair(words)
    if result.before.grounded:
        return "accepted"
    return "review" if result.accepted else "rejected"


if __name__ == "__main__":
    serve({"default": check})
