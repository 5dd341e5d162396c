"""What the Lab answers to the récit and does with it."""
