"""How an answer is sent: made and compressed once, kept in memory or on disk, sent whole or in part."""
