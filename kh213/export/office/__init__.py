"""Briefings as files of an office suite: slides and documents with charts that can be edited."""
