"""Folders of results: what runs, comparisons and sweeps came to, kept and read back."""
