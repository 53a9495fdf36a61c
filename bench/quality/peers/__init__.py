"""One runner a tool, each in an environment of its own."""
