"""Page data to HTML: everything escaped, no network, and only the scripts and styles of this package may run.

A page carries its style and script, each allowed by the SHA-256 of its text in a Content-Security-Policy; an attribute
or element that an article smuggled in would still not run. A page that builds on these extends `article.html` (blocks
`head`, `actions`, `more`, `keys`, `scripts`; `card_template` names a template for the foot of each card).
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from extractor.report.characters import pieces
from extractor.report.index import IndexView
from extractor.report.segments import MENTION
from extractor.report.view import KIND_NAMES, UNUSED, ArticleView
from extractor.report.wording import spoken
from schemas.state import State

_KINDS = (*KIND_NAMES.values(), MENTION)
_STATES = (*(state.value for state in State), UNUSED)
_RUN = re.compile(r"\S{200}|.{5000}", re.DOTALL)
# Some hundred usual words with the gaps behind them, or a part of a run without gaps.
_CHUNK = re.compile(r"(?:\S{1,100}(?!\S)|\s{1,100}){1,400}|\S{1,100}")
_QUOTED = re.compile("«([^«»]*)»")


@dataclass(frozen=True)
class Assets:
    """Texts of the scripts and styles of a page, and what beyond them it may do (directives of the policy)."""

    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    allowed: Mapping[str, str]

    @property
    def policy(self) -> str:
        """The Content-Security-Policy: nothing but these scripts and styles, by hash."""
        directives = {
            "default-src": "'none'",
            "script-src": " ".join(map(_hash, self.scripts)),
            "style-src": " ".join(map(_hash, self.styles)),
            "img-src": "data:",
            "base-uri": "'none'",
            "form-action": "'none'",
        }
        return "; ".join(f"{name} {value}" for name, value in (directives | dict(self.allowed)).items())


def environment(*more: BaseLoader) -> Environment:
    """The templates of this package, and those of `more` loaders that build on them; always autoescaped."""
    loader = ChoiceLoader([*more, PackageLoader("extractor.report")])
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters |= {
        "pieces": pieces,
        "quoted": _QUOTED.split,
        "spoken": spoken,
        "unix": _unix,
        "visible": visible,
        "is_web": _is_web,
    }
    return made


def article_context(view: ArticleView, assets: Assets, index: str = "") -> dict[str, object]:
    """What `article.html` needs; `index` is the address of the list of all articles, where there is one."""
    shown = {"view": view, "index": index, "kinds": _KINDS, "states": _STATES, "card_template": ""}
    return shown | assets_context(assets)


def article_page(view: ArticleView, index: str = "") -> str:
    """One self-contained page."""
    return _own().get_template("article.html").render(article_context(view, article_assets(), index))


def index_page(view: IndexView) -> str:
    """The self-contained list of all articles."""
    context = {"rows": view.rows, "statuses": view.statuses, "totals": view.totals, "broken": view.broken}
    return _own().get_template("index.html").render(context | assets_context(_assets(("index.js",))))


def article_assets(scripts: Sequence[str] = (), styles: Sequence[str] = (), **allowed: str) -> Assets:
    """The assets of the page of an article with further ones; `connect_src` and its like become directives."""
    own = _assets(("article.js",))
    directives = {name.replace("_", "-"): value for name, value in allowed.items()}
    return Assets((*own.scripts, *scripts), (*own.styles, *styles), directives)


def visible(text: str) -> str:
    """A text for a place that holds no elements, such as a title: odd characters as their names in brackets."""
    return "".join(f"[{each.label}]" if each.kind == "hidden" else each.text for each in pieces(text))


@cache
def _own() -> Environment:
    return environment()


def _assets(scripts: tuple[str, ...]) -> Assets:
    return Assets(tuple(map(_static, scripts)), (_static("report.css"),), {})


def assets_context(assets: Assets) -> dict[str, object]:
    """What `page.html` needs; the assets are our own files, so nothing in them is escaped."""
    return {
        "policy": assets.policy,
        "scripts": [Markup(script) for script in assets.scripts],
        "styles": [Markup(style) for style in assets.styles],
    }


@cache
def _static(name: str) -> str:
    return files("extractor.report").joinpath("static", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _unix(text: str) -> str:
    """Line ends as HTML keeps them; the CR of a CRLF shows nothing, and any other is a piece of its own.

    Lines without end get places to break at: a browser takes minutes over one of a million letters that has none.
    """
    shown = text.replace("\r", "")
    return Markup("<wbr>").join(_CHUNK.findall(shown)) if _RUN.search(shown) else shown


def _is_web(address: str) -> bool:
    """Whether an address may be a link: `javascript:` and its like may not."""
    try:
        return urlsplit(address).scheme in ("http", "https")
    except ValueError:
        return False
