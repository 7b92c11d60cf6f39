"""/data: the files of a publication, their catalogue, how to cite them, and what changed between two."""
