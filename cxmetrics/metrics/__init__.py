"""The catalogue of metrics: what customer-experience teams measure, each with those that may not be paid with."""
