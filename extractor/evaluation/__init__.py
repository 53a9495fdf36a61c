"""Records measured against gold: what matches, what was trusted, what it cost."""
