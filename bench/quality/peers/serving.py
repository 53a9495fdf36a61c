"""The loop of a runner: an article a line on standard input, an answer a line on standard output.

    python -m bench.quality.peers.NAME BASE_URL MODEL [SETTING]

The first line says that the tool is loaded, so that its start is not in its seconds. Standard library only.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from bench.quality.task import Reply, Request

Read = Callable[[Request], dict[str, Any]]


def serve(start: Callable[..., Read]) -> None:
    """Answer every line; an article that the tool fails on is an empty answer with the error's words."""
    read = start(*sys.argv[1:])
    print("ready", flush=True)
    for line in sys.stdin:
        try:
            reply = Reply(answer=read(json.loads(line)), error=None)
        except Exception as error:  # whatever it is, the tool has nothing for this article
            reply = Reply(answer={}, error=f"{type(error).__name__}: {error}"[:400])
        whole = json.dumps(reply, ensure_ascii=False).encode("utf-8", "replace")  # half a character cannot be stored
        print(whole.decode("utf-8"), flush=True)
