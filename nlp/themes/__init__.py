"""From many passages to themes, and from one analysis to the next: ``pipeline`` is the whole of it, in one call."""
