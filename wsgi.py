import os

from journal import create_app
from journal.config import PRIVATE

os.umask(PRIVATE)
app = create_app()
