"""What a participant may ask of the site: everything that is theirs, where it went, who read it, and erasing it."""
