"""Runs, and what is made of many: studies, comparisons, sweeps, limits, and the folders that keep them."""
