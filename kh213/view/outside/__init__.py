"""What is read outside the site: in chats, by search engines, feed readers and programs."""
