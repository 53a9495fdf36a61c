"""The loop of every runner: requests on standard input, answers on standard output, the clock around the check only."""

import json
import signal
import sys
from collections.abc import Callable, Mapping
from itertools import islice
from time import process_time
from types import FrameType

from bench.grounding.protocol import Answer, Request, Verdict

Check = Callable[[Request], list[Verdict]]
WARM_UP = 2
_PATIENCE = 10.0  # seconds for one request


def serve(settings: Mapping[str, Check]) -> None:
    """Answer every line with the setting named as the first argument; the first requests are run once unmeasured.

    A request that takes too long is left unanswered with `late`. The bench ends a runner that has used its time.
    """
    signal.signal(signal.SIGALRM, _late)
    check = settings[sys.argv[1]]
    requests = (json.loads(line) for line in sys.stdin)
    first: list[Request] = list(islice(requests, WARM_UP))
    for request in first:
        check(request)
    for request in first:
        _answer(check, request)
    for request in requests:
        _answer(check, request)


def _answer(check: Check, request: Request) -> None:
    signal.setitimer(signal.ITIMER_REAL, _PATIENCE)
    began = process_time()
    try:
        verdicts = check(request)
        signal.setitimer(signal.ITIMER_REAL, 0)
    except TimeoutError:
        verdicts = ["late"] * len(request["items"])
    taken = (process_time() - began) * 1e6
    print(json.dumps(Answer(verdicts=verdicts, microseconds=taken)), flush=True)


def _late(_: int, __: FrameType | None) -> None:
    raise TimeoutError
