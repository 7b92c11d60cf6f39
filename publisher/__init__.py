"""The publisher's page: a private tool on the office's own machine, never a part of the public site."""
