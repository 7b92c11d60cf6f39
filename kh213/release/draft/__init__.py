"""From what an office hands in to rows of text: CSVs and workbooks as Excel writes them, in any of its encodings."""
