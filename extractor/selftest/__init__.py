"""Errors and harmless rewrites planted in the drafts behind accepted items, and what the checks made of them."""
