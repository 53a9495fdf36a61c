"""A running review, and a browser without eyes that has opened it."""

import http.client
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from reviewing import TOKEN, served

from extractor.review.sight import PLAIN, Sight


@dataclass
class Site:
    """A running server, and a browser that has opened it."""

    port: int
    folder: Path
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: str | bytes | None = None, **headers: str) -> tuple[int, str]:
        """The status of an answer and its body; where it leads to, of a redirection."""
        sent = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request(method, path, body, {k: v for k, v in sent.items() if v})
            answer = connection.getresponse()
            return answer.status, answer.headers["Location"] or answer.read().decode("utf-8")

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Send a form, as the page does."""
        names = {name.replace("__", ":"): value for name, value in fields.items()}
        return self.ask("POST", path, urlencode(names), content_type="application/x-www-form-urlencoded")


@contextmanager
def running(folder: Path, sight: Sight = PLAIN) -> Iterator[Site]:
    with served(folder, sight=sight) as port:
        cookie = f"extractor-review-{port}={TOKEN}"
        yield Site(port, folder, {"Cookie": cookie, "Origin": f"http://127.0.0.1:{port}"})


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]
