"""Seeded generator of the vendor exports of one fictional company, with a known set of planted truths."""
