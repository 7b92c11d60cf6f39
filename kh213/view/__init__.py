"""What each page says, as plain data. One view, many renderings; no view knows a screen."""
