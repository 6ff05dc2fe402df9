"""What this room announces. Sent inside the transaction that wrote the row; a receiver that raises undoes it all."""

from django.dispatch import Signal

# membership: Membership, by: User | None, at: datetime. A person is now in a team, or in another role there.
team_joined = Signal()

# memberships: list[Membership], by: User | None, at: datetime. The same of an import, all at once: a listener asks the
# database as often for five hundred people as for one, unless it has something to write for each.
many_joined = Signal()
