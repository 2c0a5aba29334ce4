"""From moments to a comparison, from a comparison to a verdict, from verdicts to a scorecard."""
