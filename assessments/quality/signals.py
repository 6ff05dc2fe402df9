"""What this room announces, inside the transaction that wrote the rows; a receiver that raises undoes it all."""

from django.dispatch import Signal

# places: frozenset[tuple[int | None, date | None]]: (agent id, company's date of the solution) under which tickets
# now stand or stood before. Sent once a batch of an import, and when an agent is matched.
# `actions.rollups` counts these days anew, at the end of the whole import (`counts_once`).
tickets_changed = Signal()
