"""What things are: periods, areas in time, the plan, verdicts. Knows no file, no screen and no language."""
