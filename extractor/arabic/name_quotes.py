"""Quotation marks at the end of a name: the closing one belongs to it, what follows does not."""

from extractor.arabic.fold import fold


def closing_quote(raw: str) -> int:
    """1 when the phrase opened a quote that closes right after it."""
    key = fold(raw).text
    return int(key.endswith('"') and key.count('"') % 2 == 0)


def beyond_quote(raw: str) -> int:
    """How many characters follow a closing quote whose opening one stands before the phrase."""
    key = fold(raw)
    last = key.text.rfind('"')
    if last < 1 or key.text.count('"') % 2 == 0 or key.text[last - 1] == " ":
        return 0
    return len(raw) - key.starts[last]
