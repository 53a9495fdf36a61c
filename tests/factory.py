"""A small true-to-life record of seed 002, every span found in its text; `Words` builds leaves from words of a text."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from schemas.actor import Actor, Target
from schemas.aggregate import Aggregate, Metric
from schemas.base import Span
from schemas.casualty import Casualty, CasualtyStatus, Group, Harm, Who
from schemas.claim import Act, Claim, Speaker
from schemas.incident import Incident, IncidentKind, Reality, Role
from schemas.items import KINDS
from schemas.place import GazetteerEntry, Place
from schemas.quantity import Bound, NumberForm, Quantity
from schemas.record import (
    ArticleInfo,
    Finding,
    Level,
    Mention,
    Provenance,
    PublishedBasis,
    Record,
    RecordError,
    RecordStatus,
)
from schemas.state import State
from schemas.when import DateBasis, Precision, When

SEEDS = Path(__file__).parent.parent / "seeds" / "articles"
ARTICLE_ID = "002_a7d7e2bd7541989c"
TEXT = (SEEDS / f"{ARTICLE_ID}.txt").read_text(encoding="utf-8")
PROVENANCE = Provenance(
    model="a-model",
    prompt="single",
    prompt_sha256="0" * 64,
    schema_version="1",
    rules_version="1",
    gazetteer_version="1",
    code_version="0.1.0",
    strategy="single",
)
HASAKAH = GazetteerEntry(
    id="sy-08",
    name_en="Al-Hasakah",
    lat=36.5,
    lon=40.75,
    admin1="Al-Hasakah",
    admin2=None,
    country="SY",
    source="a frozen table",
)


@dataclass(frozen=True)
class Words:
    """Leaves from the words of one text; `after` tells which of several occurrences is meant."""

    text: str

    def span(self, quote: str, after: str = "") -> Span:
        start = self.text.index(quote, self.text.index(after))
        return Span(start=start, end=start + len(quote), quote=quote)

    def quantity(self, raw: str, low: int | None, high: int | None, after: str = "", **more: Any) -> Quantity:
        values = {"bound": Bound.EXACT, "form": NumberForm.WORDS, "unit": None} | more
        return Quantity(raw=raw, evidence=self.span(raw, after), low=low, high=high, **values)

    def day(self, raw: str, day: date) -> When:
        return When(
            raw=raw,
            evidence=self.span(raw),
            start=day,
            end=day,
            precision=Precision.DAY,
            time_of_day=None,
            basis=DateBasis.RELATIVE_TO_PUBLICATION,
        )

    def place(self, raw: str, after: str = "", gazetteer: GazetteerEntry | None = None) -> Place:
        return Place(raw=raw, evidence=self.span(raw, after), kind=None, relation=None, gazetteer=gazetteer)


def article(text: str = TEXT, **changes: Any) -> ArticleInfo:
    """Facts of a text, by default those of the seed."""
    facts: dict[str, Any] = {
        "id": ARTICLE_ID,
        "path": f"seeds/articles/{ARTICLE_ID}.txt",
        "url": None,
        "outlet": "مرصد مينا",
        "title": None,
        "published": date(2023, 3, 25),
        "published_basis": PublishedBasis.GIVEN,
        "language": "ar",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "length": len(text),
    }
    return ArticleInfo(**facts | changes)


def record(**changes: Any) -> Record:
    """Two incidents, four casualty statements, a claim, an aggregate, findings, and a number that nothing uses."""
    parts: dict[str, Any] = {
        "schema_version": "1",
        "article": article(),
        "status": RecordStatus.REVIEW,
        "error": None,
        "incidents": _incidents(),
        "casualties": _casualties(),
        "claims": _claims(),
        "aggregates": _aggregates(),
        "findings": _findings(),
        "unused_mentions": [_unused()],
        "provenance": PROVENANCE,
    }
    return Record(**parts | changes)


def failed(**changes: Any) -> Record:
    """A record of an article that gave nothing usable."""
    nothing: dict[str, Any] = {kind: [] for kind in (*KINDS, "findings", "unused_mentions")}
    error = RecordError(kind="ServerDown", message="The server at http://localhost:1 does not answer; start it.")
    return record(**nothing | {"status": RecordStatus.FAILED, "error": error} | changes)


def _incidents() -> Sequence[Incident]:
    words = Words(TEXT)
    common: dict[str, Any] = {
        "role": Role.FOCAL,
        "reality": Reality.OCCURRED,
        "weapons": [],
        "damage": None,
        "linked": [],
        "state": State.ACCEPTED,
    }
    raid = Incident(
        id="i105",
        kind=IncidentKind.AIRSTRIKE,
        date=words.day("اليوم السبت", date(2023, 3, 25)),
        places=[words.place("دير الزور")],
        attackers=[Actor(raw="الطيران الحربي الأميركي", evidence=words.span("الطيران الحربي الأميركي"))],
        targets=[
            Target(raw="موقع خاضعة لسيطرة ميليشيات إيران", evidence=words.span("موقع خاضعة لسيطرة ميليشيات إيران"))
        ],
        munitions=None,
        evidence=[words.span("الطيران الحربي الأميركي شن غارات جوية جديدة اليوم السبت")],
        **common,
    )
    drone = Incident(
        id="i2473",
        kind=IncidentKind.DRONE_ATTACK,
        date=words.day("أول أمس الخميس", date(2023, 3, 23)),
        places=[words.place("خراب الجير"), words.place("الحسكة", "خراب الجير", HASAKAH)],
        attackers=[],
        targets=[Target(raw="قاعدة خراب الجير", evidence=words.span("قاعدة خراب الجير"))],
        munitions=words.quantity("مسيرة", 1, 1, "حين قامت", form=NumberForm.SINGULAR),
        evidence=[words.span("قامت مسيرة قادمة من العراق باستهداف قاعدة خراب الجير")],
        **common,
    )
    return [raid, drone]


def _casualty(at: str, harm: Harm, count: Quantity, **more: Any) -> Casualty:
    span = Words(TEXT).span(at)
    values: dict[str, Any] = {
        "id": f"c{span.start}",
        "state": State.ACCEPTED,
        "evidence": [span],
        "incident_id": None,
        "claim_id": None,
        "harm": harm,
        "status": CasualtyStatus.COUNTED,
        "count": count,
        "who": Who(raw=None, group=None),
        "named": [],
        "cumulative": None,
        "subset_of": None,
        "supersedes": None,
    }
    return Casualty(**values | more)


def _casualties() -> Sequence[Casualty]:
    words = Words(TEXT)
    toll = "ارتفاع حصيلة قتلى المليشيات الموالية لإيران جراء الغارات الأميركية شرق سوريا إلى 19"
    pentagon = "مقتل “متعاقد أمريكي، وإصابة خمسة عسكريين أمريكيين"
    militias = Who(raw="المليشيات الموالية لإيران", group=Group.MILITARY)
    dead = words.quantity("متعاقد أمريكي", 1, 1, "مقتل “متعاقد", form=NumberForm.SINGULAR)
    return [
        _casualty(
            toll, Harm.KILLED, words.quantity("19", 19, 19, form=NumberForm.DIGITS), who=militias, cumulative=True
        ),
        _casualty(pentagon, Harm.KILLED, dead, incident_id="i2473", claim_id="k541"),
        _casualty(
            "وإصابة خمسة عسكريين أمريكيين",
            Harm.INJURED,
            words.quantity("خمسة", 5, 5, unit="عسكريين"),
            incident_id="i2473",
            claim_id="k541",
            state=State.REVIEW,
        ),
        _casualty(
            "موقعة قتلى وجرحى",
            Harm.KILLED,
            words.quantity("قتلى", None, None, "موقعة قتلى", bound=Bound.VAGUE, form=NumberForm.PLURAL),
            incident_id="i105",
            state=State.REJECTED,
        ),
    ]


def _claims() -> Sequence[Claim]:
    words = Words(TEXT)
    speaker = Speaker(raw="بات رايدر", evidence=words.span("بات رايدر"), via=None)
    return [
        Claim(
            id="k541",
            state=State.ACCEPTED,
            speaker=speaker,
            act=Act.CONFIRMS,
            modality=None,
            about=["i2473"],
            accused=Actor(raw="للحرس الثوري الإيراني", evidence=words.span("للحرس الثوري الإيراني")),
            evidence=[words.span("بات رايدر المتحدث باسم وزارة الدفاع الأمريكية “بنتاغون” أوضح")],
        )
    ]


def _aggregates() -> Sequence[Aggregate]:
    words = Words(TEXT)
    evidence = words.span("78 هجوما على قوات التحالف بسوريا منذ عام 2021")
    return [
        Aggregate(
            id=f"a{evidence.start}",
            state=State.ACCEPTED,
            metric=Metric.ATTACKS,
            total=words.quantity("78", 78, 78, form=NumberForm.DIGITS, unit="هجوما"),
            parts=[],
            period=words.day("منذ عام 2021", date(2021, 1, 1)),
            claim_id=None,
            evidence=[evidence],
        )
    ]


def _findings() -> Sequence[Finding]:
    casualties = _casualties()
    return [
        Finding(
            item=casualties[2].id,
            field="count",
            rule="totals.incident",
            rule_version=1,
            level=Level.REVIEW,
            message="The text also gives six injured for this attack.",
            span=Words(TEXT).span("إصابة 6 جنود"),
        ),
        Finding(
            item=casualties[3].id,
            field="incident_id",
            rule="roles.place",
            rule_version=1,
            level=Level.REJECT,
            message="The words stand in the sentence of another attack.",
            span=None,
        ),
    ]


def _unused() -> Mention:
    span = Words(TEXT).span("6", "إصابة 6 جنود")
    return Mention(type="number", raw=span.quote, start=span.start, end=span.end, value="6")
