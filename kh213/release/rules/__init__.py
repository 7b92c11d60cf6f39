"""What must hold between cells, rows, tables and publications, after every cell by itself is in order."""
