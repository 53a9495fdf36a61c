"""Many articles: throughput and faults, against a stub; see README.md of the benches."""
