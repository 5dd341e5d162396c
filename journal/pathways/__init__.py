"""A participant's pathway: its steps, its pauses, the jobs aimed at."""
