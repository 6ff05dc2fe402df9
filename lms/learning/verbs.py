"""The verbs of the learning record, for the pure modules; `LearningRecord.Verb` gives them words."""

STARTED = "started"
ANSWERED = "answered"
COMPLETED = "completed"
PASSED = "passed"
FAILED = "failed"
REVIEWED = "reviewed"
