"""Pages in an installed Chromium, where there is one: a browser, and a page that keeps all its complaints."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: apt install chromium")
SERIOUS = ("serious", "critical")
_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)


@dataclass
class Opened:
    """A page with its requests and what went wrong: console errors (of its policy, too), exceptions, dialogs."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def dismissed(self, dialog: Dialog) -> None:
        """Close a dialog that a script of the page opened: none should."""
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def serious_faults(self) -> list[str]:
        """What axe-core calls serious or critical: rule and first element."""
        found = Axe().run(self.page).response["violations"]
        return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found if each["impact"] in SERIOUS]


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(_FLAGS))
        yield started
        started.close()


@contextmanager
def opened(started: Browser, address: str, width: int = 1280, scheme: Any = "light") -> Iterator[Opened]:
    """A page of its own at an address."""
    context = started.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    seen = Opened(context.new_page())
    seen.page.on("console", lambda said: seen.complaints.append(said.text) if said.type == "error" else None)
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.on("dialog", seen.dismissed)
    seen.page.on("request", lambda request: seen.requests.append(request.url))
    seen.page.goto(address)
    yield seen
    context.close()
