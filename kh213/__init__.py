"""kh213: what a plan promised, what happened, and how we know."""
