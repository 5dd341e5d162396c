"""The Lab's answers to the récit, and the page that leads to everything the Lab undertakes."""
