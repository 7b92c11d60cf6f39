"""The areas in their colours: the map that the page moves, and the same on paper, as a picture that stands alone."""
