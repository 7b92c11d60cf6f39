"""What is wrong with a folder as handed in, what it would change, and what should be looked at before it is published."""
