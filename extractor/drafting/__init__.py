"""Drafts: what grammar decides by itself, and what a model is asked for, as items that only hold words of the text."""
