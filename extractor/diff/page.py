"""Changes as one self-contained page in the style of the report: everything escaped, no script, no network."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader

from extractor.diff.changes import UNUSED, ChangeKind
from extractor.diff.comparing import Article, Summary
from extractor.diff.telling import Shown, called, label, made, row_name, sums
from extractor.diff.wording import COLUMNS, KIND_NAMES
from extractor.report.page import Assets, article_assets, assets_context, environment


def page(summary: Summary, articles: Iterable[Article]) -> Iterator[str]:
    """The page, in parts."""
    kinds = [kind for kind in ChangeKind if any(key[2] is kind for key in summary.counts)]
    context = {
        "sums": list(sums(summary)),
        "made": list(made(summary)),
        "summary": summary,
        "kinds": kinds,
        "articles": Shown(articles, summary.changes),
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
