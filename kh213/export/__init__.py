"""Bytes out: what readers download. Pure functions: a plan or the files of a release in, bytes out."""
