"""Benchmarks as ratios: two things measured in turn on one machine, so that the ratio holds where times do not."""
