"""What the publisher sees: a draft with what is wrong marked in it, and what was mended, published, withdrawn."""
