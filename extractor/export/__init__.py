"""Stored records to tables for other tools: rows once, one format a file."""
