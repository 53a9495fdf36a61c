"""Changes as one self-contained page in the style of the report: everything escaped, no script, no network."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader

from extractor.diff.changes import UNUSED, ChangeKind
from extractor.diff.comparing import Article, Summary
from extractor.diff.telling import called, label, made, row_name, sums
from extractor.diff.wording import COLUMNS, KIND_NAMES
from extractor.report.page import Assets, article_assets, assets_context, environment

MOST_CHANGES = 5_000
"""Changes on a page, so that a browser opens it at once; the summary counts all of them."""


class _Shown:
    """Articles as long as there is room; what was left out is known when they have all been taken."""

    def __init__(self, articles: Iterable[Article], changes: int) -> None:
        self._articles = articles
        self.left = changes

    def __iter__(self) -> Iterator[Article]:
        shown = 0
        for article in self._articles:
            if shown and shown >= MOST_CHANGES:
                return
            rows = sum(len(entry.rows) for entry in article.entries)
            shown, self.left = shown + rows, self.left - rows
            yield article


def page(summary: Summary, articles: Iterable[Article]) -> Iterator[str]:
    """The page, in parts."""
    kinds = [kind for kind in ChangeKind if any(key[2] is kind for key in summary.counts)]
    context = {
        "sums": list(sums(summary)),
        "made": list(made(summary)),
        "summary": summary,
        "kinds": kinds,
        "articles": _Shown(articles, summary.changes),
    }
    return _templates().get_template("diff.html").generate(context | assets_context(_assets()))


@cache
def _templates() -> Environment:
    made_of = environment(PackageLoader("extractor.diff"))
    made_of.globals |= {"COLUMNS": COLUMNS, "KIND_NAMES": KIND_NAMES, "UNUSED": UNUSED}
    made_of.filters |= {"called": called, "label": label}
    made_of.globals["row_name"] = row_name
    return made_of


def _assets() -> Assets:
    style = files("extractor.diff").joinpath("static", "diff.css").read_text(encoding="utf-8")
    return Assets((), (*article_assets().styles, style), {})
