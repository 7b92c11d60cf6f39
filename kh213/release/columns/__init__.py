"""A table too long to be a list of rows: kept by columns, with a copy of it that is read in place of its CSV."""
