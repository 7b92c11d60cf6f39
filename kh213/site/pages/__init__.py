"""The first response to a page: its address, its head, its content, its document, and making it ahead."""
