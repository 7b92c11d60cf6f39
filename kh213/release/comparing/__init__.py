"""Two publications beside each other: rows, figures and verdicts that changed, and whether a conclusion still stands."""
