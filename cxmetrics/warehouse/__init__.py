"""Rows to moments: the only floor, with `workspace`, that speaks SQL."""
