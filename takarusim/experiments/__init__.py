"""Runs, and what is made of many: comparisons, sweeps, headroom, effects, relaxations."""
