"""The data contract: what a model drafts and what one article becomes. Imports nothing of the project."""
