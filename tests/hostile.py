"""An article that tries what articles may try, and a record whose every text does so, too."""

import factory

from schemas.base import Span
from schemas.casualty import Who
from schemas.claim import Act, Claim, Speaker
from schemas.record import Finding, Level, Mention, Record
from schemas.state import State

MARKUP = (
    "<script>alert(1)</script></textarea></style></script><img src=x onerror=alert(2)>"
    "<a href='javascript:alert(3)' style='color:red'>{{ 7*7 }}{% raw %}<!--"
)
CONTROLS = "\u202eقتل\u2069 \0 ۵ \u200b"
TEXT = f'قال {MARKUP} إن 5 قتلوا {CONTROLS}\r\n=HYPERLINK("http://evil")\rثم صمت\n'


def record() -> Record:
    """Every field that an article, a model or a file by hand can fill holds markup."""
    at = TEXT.index(MARKUP)
    words = Span(start=at, end=at + len(MARKUP), quote=MARKUP)
    tail = TEXT.index(CONTROLS)
    claim = Claim(
        id=f'c1">{MARKUP}',
        state=State.REVIEW,
        speaker=Speaker(raw=MARKUP, evidence=words, type=None, via=None),
        act=Act.REPORTS,
        modality=None,
        about=[f'i9">{MARKUP}'],
        accused=None,
        evidence=[words, Span(start=tail, end=len(TEXT), quote=TEXT[tail:])],
    )
    casualty = (
        factory.record()
        .casualties[0]
        .model_copy(update={"who": Who(raw=MARKUP, group=None), "claim_id": claim.id, "id": "k1"})
    )
    finding = Finding(
        item=claim.id, field=MARKUP, rule=MARKUP, rule_version=1, level=Level.REVIEW, message=f"«{MARKUP}»", span=words
    )
    return factory.record(
        article=factory.article(
            TEXT, id="hostile", title=f"{MARKUP}{CONTROLS}", outlet=MARKUP, url="javascript:alert(4)//http://x"
        ),
        incidents=[],
        casualties=[casualty],
        claims=[claim],
        aggregates=[],
        findings=[finding, finding.model_copy(update={"item": ""})],
        unused_mentions=[
            Mention(type="cue", raw="قتلوا", start=TEXT.index("قتلوا"), end=TEXT.index("قتلوا") + 5, value=MARKUP)
        ],
    )
