"""From the bytes of an export to a proposal how to read it; nothing here stores anything or needs more than Python."""
