"""Companies where nothing happens hardly ever see a month that claims something did."""

from __future__ import annotations

import numpy as np

from tests.calibration.companies import real_scorecards


def test_at_most_one_monthly_scorecard_in_twenty_says_real() -> None:
    assert real_scorecards(np.random.default_rng(1), 400).mean() <= 0.05


def test_without_the_correction_a_third_of_them_would() -> None:
    assert real_scorecards(np.random.default_rng(1), 100, corrected=False).mean() > 0.25
