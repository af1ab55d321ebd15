"""Chemistry that knows nothing of records."""
