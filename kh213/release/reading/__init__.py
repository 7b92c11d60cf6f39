"""One release on disk becomes a Plan: its files proved, its text checked, then given types."""
