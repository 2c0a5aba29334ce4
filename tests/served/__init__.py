"""A whole server in a process of its own, asked without a browser."""
