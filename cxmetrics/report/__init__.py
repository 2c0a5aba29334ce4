"""Words and pictures: wording, charts and HTML out of verdicts, the same for page, command and report."""
