"""Fictional names, and the few places the company works in."""

import numpy as np

COMPANY = "Merrivale Broadband"
LOCATIONS = ("Leeds", "Bristol", "York", "Cardiff", "Glasgow")
PLANS = ("Basic", "Plus", "Pro")
PLAN_WEIGHTS = (0.45, 0.38, 0.17)
REGIONS = ("North", "South West", "Midlands", "Wales", "Scotland")
COMPETITORS = ("Hillside Fibre", "Quickwire")

PROMOTED_AGENT = "Ana Ferreira"
GAMING_AGENT = "Tom Whitlock"

_FIRST = (
    "Aisha Alan Amelia Anil Beth Bruno Carys Chloe Colin Daisy Dewi Elena Ewan Fatima Fiona Gareth Grace Hamza Hannah "
    "Helen Ines Isla Jack Jamal Joanna Kavita Kenji Lara Leon Lucy Magda Marta Megan Mohsin Nadia Neil Nia Olga Oscar "
    "Owen Paula Peter Priya Rhys Rosa Ruth Sam Sara Sean Sofia Stefan Tamsin Theo Uma Victor Wendy Yusuf Zoe"
)
_LAST = (
    "Ahmed Alder Barlow Bennett Bevan Bianchi Booth Calder Carver Chandra Cole Costa Craddock Dalton Dunn Eccles "
    "Farrow Finch Forbes Gill Grant Hale Hardy Haskins Hughes Iqbal Jarvis Keane Kerr Kowalski Lamb Larkin Lowe "
    "Malik Marsh Mehta Moran Nash Novak Oakes Okoro Page Parry Patel Pike Quinn Ramsay Reeve Rowe Sadler Santos Shaw "
    "Silva Stone Tanner Thorne Ueda Vance Voss Walsh Webb Weston Wilde Yates"
)
FIRST_NAMES, LAST_NAMES = _FIRST.split(), _LAST.split()


def draw_unique_names(rng: np.random.Generator, n: int) -> list[str]:
    pairs = rng.choice(len(FIRST_NAMES) * len(LAST_NAMES), size=n, replace=False).tolist()
    return [f"{FIRST_NAMES[pair % len(FIRST_NAMES)]} {LAST_NAMES[pair // len(FIRST_NAMES)]}" for pair in pairs]


def customer_name(customer: int) -> tuple[str, str]:
    """A fixed first and last name per customer number, so that every file agrees on it."""
    return FIRST_NAMES[customer * 7 % len(FIRST_NAMES)], LAST_NAMES[customer * 13 % len(LAST_NAMES)]


def customer_key(customer: int) -> str:
    return f"C-{customer + 1:06d}"


def customer_email(customer: int) -> str:
    return f"c{customer + 1:06d}@example.com"
