"""``python -m journal`` is ``recit``, whatever the PATH."""

from journal.cli import main

main()
