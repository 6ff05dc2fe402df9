"""Message catalogues to what gettext reads: `compile.py FROM.po TO.mo`. tests/catalogues.py checks what they hold."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

source, target = map(Path, sys.argv[1:])
with source.open("rb") as po, target.open("wb") as mo:
    write_mo(mo, read_po(po))
