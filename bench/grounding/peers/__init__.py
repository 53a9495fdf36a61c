"""One small runner for each tool; each runs in the tool's own environment and imports nothing else of the project."""
