from .making import make_backup
from .restoring import restore_backup, undo_restore
from .trouble import BackupTrouble

__all__ = ["BackupTrouble", "make_backup", "restore_backup", "undo_restore"]
