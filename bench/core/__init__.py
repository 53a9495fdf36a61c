"""How well and how fast the Arabic core reads."""
