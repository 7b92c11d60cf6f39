"""From files to a Plan and back. Only this package opens the data folder."""
