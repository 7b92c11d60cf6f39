"""Target against actual: on the page, and the same on paper, as a picture that stands alone."""
