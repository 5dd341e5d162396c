import sys

from journal import create_app
from journal.config import keep_private
from journal.operations.schema import SchemaError, check_keys

keep_private()
app = create_app()
try:
    check_keys(app.extensions["database"], app.extensions["settings"])
except SchemaError as error:
    sys.exit(str(error))
finally:
    app.extensions["database"].close()  # each process that gunicorn forks opens its own connections
