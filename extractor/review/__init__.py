"""A person's decisions about records: kept line by line, tied to what they were about, applied, and asked for."""
