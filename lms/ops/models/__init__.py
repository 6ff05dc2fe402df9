from .audit import AuditEntry
from .files import PrivateFile
from .jobs import Job
from .notifications import Notification

__all__ = ["AuditEntry", "Job", "Notification", "PrivateFile"]
