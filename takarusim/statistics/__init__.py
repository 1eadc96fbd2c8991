"""Intervals, quantiles, warm-up, and the values of many replications."""
