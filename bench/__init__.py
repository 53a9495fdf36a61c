"""Benchmarks: figures for the README files beside them, not part of the product."""
