"""What other rooms call this one."""

ROOM = "interviews"
