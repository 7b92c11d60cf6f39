"""One place and the places around it: the page Địa phương, and how a place is found, named and spoken of."""
