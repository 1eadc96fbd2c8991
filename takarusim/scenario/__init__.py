"""Scenario files: their parts, how they are read, what they inherit, and every mistake in them."""
