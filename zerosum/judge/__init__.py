"""Postings + Findings -> Verdicts. Nothing untested is green, and everything that cannot be placed blocks."""
