"""What the Lab answers to the récit and does with it, and the page that leads to all it undertakes."""
