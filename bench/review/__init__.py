"""Benches of what people see of records."""
