"""What changed between two runs: items matched by meaning, the changes, and each form in which they are told."""
