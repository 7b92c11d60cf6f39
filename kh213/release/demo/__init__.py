"""The illustrative package: invented figures for the promises of a real release, each row marked as invented."""
