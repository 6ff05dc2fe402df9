"""What a conversation with a candidate looks for: the five of the source article, each with the skills it shows."""

EMPATHY, COMMUNICATION, INITIATIVE = "empathy", "communication", "initiative"
STRESS, ATTITUDE = "stress-resistance", "positive-attitude"

SKILLS: dict[str, tuple[str, ...]] = {
    EMPATHY: ("empathy", "listen"),
    COMMUNICATION: ("clarity", "tone"),
    INITIATIVE: ("ownership", "follow-through"),
    STRESS: ("apologise", "solve"),
    ATTITUDE: ("greeting", "thank"),
}
"""Skill slugs by competency, the most telling first. A slug the company does not have is passed over."""
