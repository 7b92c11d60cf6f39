"""What a cell says: the rules of its column, what is wrong with it, and what an office may have meant by it."""
