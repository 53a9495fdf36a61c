"""The same planted errors and harmless rewrites, given to ours and to other grounding tools."""
