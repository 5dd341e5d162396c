"""Where the récit is read, answered, made and printed."""
