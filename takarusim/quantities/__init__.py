"""Quantities with units, distributions, and how both become whole numbers."""
