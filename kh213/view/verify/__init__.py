"""Đối chiếu: whether what somebody holds on paper is still so, one conclusion or all of a publication."""
