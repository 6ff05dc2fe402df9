from django.dispatch import Signal

# Sent inside the transaction that wrote the row; a receiver that raises undoes it all. Arguments:
# record: LearningRecord, evidence: list[Evidence], first_done: bool (after a correction it may come again),
# state: State | None, the activity's after this record; None when a correction already stands in its place.
record_added = Signal()
