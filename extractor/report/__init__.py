"""Stored records to pages for a person: pure page data, then HTML that runs nothing of an article."""
