"""Other ways to share out the work of many articles than one process."""
