"""Workbooks: results as tables for Excel and as CSV, and a scenario as a workbook to be filled in."""
