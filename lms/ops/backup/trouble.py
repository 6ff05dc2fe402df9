class BackupTrouble(Exception):
    """A sentence for the administrator: what happened, and the cure. Nothing was changed."""
