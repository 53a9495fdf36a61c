"""The pages of review: those of the report, with forms. Everything escaped; the only scripts are our own, by hash."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader

from extractor.arabic.scan import scan
from extractor.build import span
from extractor.errors import WrongChoice
from extractor.judging import ATTACK
from extractor.report.page import Assets, article_assets, article_context, assets_context, environment
from extractor.report.view import article_view
from extractor.report.wording import spoken
from extractor.review.article import Article
from extractor.review.choosing import begin, offers, window
from extractor.review.fields import Field, field_of, labels_of, value_of
from extractor.review.folding import Folded
from extractor.review.forms import forms_of, title
from extractor.review.history import told, undone
from extractor.review.queue import Progress, progress
from schemas.decision import Decision
from schemas.items import KINDS
from schemas.record import Mention
from schemas.state import Item

_ASKED = {
    "incidents": "which words tell the attack?",
    "casualties": "which figure?",
    "claims": "who speaks?",
    "aggregates": "which figure is the total?",
}
NAMES = "names"
"""What a field wants that takes a phrase: its first and its last word are clicked."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What words are wanted for: a field of an item, or an item to add (`add` is its kind and label)."""

    item: str = ""
    field: str = ""
    add: str = ""
    first: int | None = None
    near: int | None = None


def address(name: str) -> str:
    """The address of an article."""
    return f"/articles/{quote(name, safe='')}"


def desk_page(rows: Sequence[Progress], broken: Sequence[str], reviewer: str) -> str:
    """The list of all articles."""
    return _render("desk.html", rows=rows, broken=broken, reviewer=reviewer)


def said_page(title: str, text: str, back: str) -> str:
    """One sentence, and a way back."""
    return _render("said.html", title=title, text=text, back=back)


def article_page(article: Article, reviewer: str, did: Decision | None) -> str:
    """An article with its items and what can be done with them; `did` is what was just decided."""
    view, folded = article_view(article.record, article.text), article.folded
    here, name = address(article.name), article.name
    context = article_context(view, _article_assets(), "/") | {
        "card_template": "review_card.html",
        "forms": forms_of(folded),
        "offers": {f"{m.type}:{m.start}:{m.end}": _offer(m) for m in article.record.unused_mentions if m.type == "cue"},
        "decide": f"{here}/decide",
        "choose": f"{here}/choose",
        "next": f"/next?after={quote(name, safe='')}",
        "sha256": article.sha256,
        "reviewer": reviewer,
        "progress": progress(name, article.record, folded),
        "did": f"{told(did).rstrip('.')}: {title(did.item)}." if did and did.item else "",
        "last": _last(article, reviewer),
        "rest": " ".join(decision.id for decision in article.decisions[-1:]),
        "broken": article.kept.broken,
        "lost": [f"{told(lost.decision).rstrip('.')}, but {lost.why}." for lost in folded.lost],
        "notes": [told(note) for note in folded.notes],
        "additions": [(kind, [(f"{kind}:{label}", spoken(label)) for label in labels_of(kind)]) for kind in KINDS],
    }
    return _templates().get_template("review_article.html").render(context)


def item_anchor(article: Article, name: str) -> str:
    """The fragment of an item's card; empty where there is none."""
    view = article_view(article.record, article.text)
    card = view.by_id(name)
    return f"#item-{card.number}" if card else ""


def choose_page(article: Article, shown: Article, wanted: Wanted) -> str:
    """The words of an article to choose from; `shown` is what a page may show of it.

    Raises:
        WrongChoice: there is no such item or field, or nothing to add of that name.
    """
    seen = scan(article.text, article.record.article.published)
    folded, here = shown.folded, address(article.name)
    item, field, head, now = _wanted(folded, wanted)
    at = begin(item, wanted.field) if item else 0
    near = wanted.near if wanted.near is not None else wanted.first if wanted.first is not None else at
    phrase = field.wants == NAMES
    found = offers(seen, field, near)
    standing = folded.find(wanted.item)
    query = {"item": wanted.item, "field": wanted.field} if item else {"add": wanted.add}
    kind, _, label = wanted.add.partition(":")
    return _render(
        "choose.html",
        head=head,
        now=now,
        phrase=phrase,
        first=wanted.first,
        near=near,
        offered=[span(shown.text, *where) for where in found[:12]],
        window=window(article.text, shown.text, near, found, phrase and wanted.first is None),
        decide=f"{here}/decide",
        here=f"{here}/choose?{urlencode(query)}",
        back=here + item_anchor(article, wanted.item),
        verb=f"correct:{wanted.field}" if item else f"add:{kind}:{label}",
        item=wanted.item,
        seen=" ".join(standing.heads) if standing else "",
        sha256=article.sha256,
    )


def _wanted(folded: Folded, wanted: Wanted) -> tuple[Item | None, Field, str, str]:
    """The item and the field that words are wanted for, what to say above them, and the value now."""
    if wanted.add:
        kind, _, label = wanted.add.partition(":")
        if kind not in KINDS or label not in labels_of(kind):
            raise WrongChoice("There is nothing of that name to add.")
        wants = {"claims": NAMES, "incidents": ""}.get(kind, "numbers")
        return None, Field(wants=wants), f"Add {spoken(label)}: {_ASKED[kind]}", ""
    standing = folded.find(wanted.item)
    if standing is None:
        raise WrongChoice(f"There is no item {wanted.item}; load the page again.")
    name, field, entry = field_of(standing.item, wanted.field)
    if field.read is None:
        raise WrongChoice(f"{name} of {wanted.item} is chosen from a list, not by words.")
    value = value_of(standing.item, name)
    value = value[entry] if entry is not None else None if field.many else value
    return (
        standing.item,
        field,
        f"{spoken(name).capitalize()} of: {title(standing.item)}",
        str(getattr(value, "raw", value or "")),
    )


def _offer(mention: Mention) -> str:
    """What a mention that no item uses can be added as: what grammar reads there."""
    return "incidents:" if mention.value == ATTACK else "casualties:"


@dataclass(frozen=True, slots=True)
class _Last:
    id: str
    item: str
    seen: str


def _last(article: Article, reviewer: str) -> _Last | None:
    """The reviewer's last decision that can be undone, with the item that it is about."""
    gone = undone(article.decisions)
    mine = [d for d in article.decisions if d.by == reviewer and d.id not in gone and d.undoes is None]
    if not mine:
        return None
    about = next((s for s in article.folded.standings if mine[-1] in s.about), None)
    return _Last(mine[-1].id, about.item.id if about else "", " ".join(about.heads) if about else "")


@cache
def _templates() -> Environment:
    made = environment(PackageLoader("extractor.review"))
    made.filters["address"] = address
    return made


def _render(template: str, **context: object) -> str:
    own = _article_assets()
    assets = Assets((_static("review.js"),), own.styles, own.allowed)
    return _templates().get_template(template).render(context | assets_context(assets))


def _article_assets() -> Assets:
    return article_assets((_static("review.js"),), (_static("review.css"),), form_action="'self'")


@cache
def _static(name: str) -> str:
    return files("extractor.review").joinpath("static", name).read_text(encoding="utf-8")
