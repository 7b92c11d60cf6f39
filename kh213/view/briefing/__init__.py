"""A briefing, for slides and documents: the whole of it, one promise, and what is said in tables."""
