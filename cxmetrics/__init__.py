"""cxmetrics: which customer-experience numbers really moved, and who paid for it."""

__version__ = "0.1.0"
