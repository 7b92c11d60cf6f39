"""What an office hands in, from its files to rows of text: CSVs and workbooks as Excel writes them, and the empty ones."""
