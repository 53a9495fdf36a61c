"""The same articles, read by ours and by two other tools with the same model, and all measured against gold."""
