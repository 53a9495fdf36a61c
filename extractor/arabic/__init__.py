"""Reading Arabic news text: pure functions over the untouched article, each result with its span."""
