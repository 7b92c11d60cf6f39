"""What changed between two publications: the page Thay đổi, and the same in sentences and rows for others."""
