"""Checks of drafted items against the article: they only report. What a finding leads to is decided elsewhere."""
