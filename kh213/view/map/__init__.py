"""The map: what can be chosen, what it shows and what is said of it, the picked area, two periods side by side."""
