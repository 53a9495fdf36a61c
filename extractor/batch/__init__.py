"""Many articles: what is in flight, what is done already, what it costs, and how a run stops and goes on."""
