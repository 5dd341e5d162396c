"""A participant's pathway: its steps, its pauses, the target jobs."""
