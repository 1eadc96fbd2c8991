"""Folders of results: what runs, comparisons, sweeps and headroom came to, kept and read back."""
