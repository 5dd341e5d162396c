"""Which masker this is."""

# Raised whenever the same text could be masked otherwise, and kept with each entry: it tells which masker read it.
MASKING_VERSION = "15"
