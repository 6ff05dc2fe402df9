"""What this room announces. Sent inside the transaction that wrote the row; a receiver that raises undoes it all."""

from django.dispatch import Signal

# person: User (new), team: Team | None, skills: list[Skill] (weakest first: to start with), by: User, at: datetime.
candidate_hired = Signal()
