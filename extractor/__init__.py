"""Deterministically checked records from Arabic news."""
