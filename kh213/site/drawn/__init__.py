"""What is drawn when it is first asked for and then kept: embeds, cards of shared links, slides, documents."""
