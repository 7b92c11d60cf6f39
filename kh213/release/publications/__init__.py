"""The data folder with all that was published in it: which there are, their log, one more added or taken out of use."""
