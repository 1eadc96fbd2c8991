"""Figures of replications, studies, comparisons and sweeps."""
