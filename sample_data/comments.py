"""Open survey comments by how the customer scored, with the commas, quotes and line breaks people type."""

import numpy as np

PROMOTERS, PASSIVES, DETRACTORS = range(3)
BLANK = 0.55
ODD = 0.02

TEMPLATES = (
    (
        "Fixed within {time}, thank you.",
        "{agent} was patient, clear and kind.",
        "No complaints, it just works.",
        "Great service, would recommend to {who}.",
        'The engineer said "I will stay until it runs", and did.',
        "Friendly people. Speed is what you promised.",
        "Best broadband we have had in {years} years",
        "You rang back when you said you would, which is rare these days.",
        "easy, fast, done",
        "Very happy with the {product}, set up in {time}.",
        "The front desk treats us as neighbours, not as numbers.",
        "Good value, good people.",
        "All sorted on the first call 👍",
    ),
    (
        "Fine, but the price went up again.",
        "Works most of the time, slower on {day} evenings.",
        "OK. The {product} took {time} to set up.",
        "Helpful in the end, though I had to explain it twice.",
        "The invoice could be easier to read.",
        "Decent, nothing special.",
        "Good engineer, long wait on hold.",
        'I was told "someone will call", and nobody did until {day}.',
        "{competitor} is cheaper, I am thinking about it.",
    ),
    (
        "Waited {time} on hold, then got cut off.",
        "Nobody answers e-mails. Three weeks and still waiting!",
        'All I hear is "it is our policy". Not good enough.',
        "The line drops every {day}, and nobody owns the problem.",
        "Charged twice, and the invoice makes no sense to me.",
        "I am moving to {competitor}, sorry.",
        "Explained the same thing to {years} different people.",
        "The {product} has never worked properly.",
        "You offer new customers a better price than us. Why?",
    ),
)
ODD_TEMPLATES = (
    "=SUM of my experience: fine, mostly",
    "+1 for the engineer who came on {day}",
    "-1 for the hold music, otherwise ok",
    "@support please read my last message",
    "Two things:\n1. the app logs me out\n2. the {product} light blinks all night",
    "Thank you all!\n\nRegards,\na customer for {years} years",
)
WORDS = {
    "time": ("ten minutes", "an hour", "two days", "40 minutes", "a week"),
    "agent": ("The agent", "The lady on the phone", "The young man in chat", "Your colleague"),
    "who": ("friends", "my sister", "anyone", "the whole street"),
    "years": ("two", "three", "five", "six"),
    "product": ("router", "hub", "new line", "mesh kit"),
    "day": ("Monday", "Friday", "Sunday", "Tuesday"),
    "competitor": ("Hillside Fibre", "Quickwire"),
}


def write_comments(rng: np.random.Generator, groups: list[int]) -> list[str]:
    """One comment, often blank, for each scored answer (a group outside 0..2 stays blank)."""
    return [_comment(rng, group) if PROMOTERS <= group <= DETRACTORS else "" for group in groups]


def _comment(rng: np.random.Generator, group: int) -> str:
    mood = rng.random()
    if mood < BLANK:
        return ""
    templates = ODD_TEMPLATES if mood > 1 - ODD else TEMPLATES[group]
    template = templates[int(rng.integers(len(templates)))]
    return template.format_map({slot: words[int(rng.integers(len(words)))] for slot, words in WORDS.items()})
