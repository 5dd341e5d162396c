"""What a Lab opens to the others of the same site: sheets of what it has evaluated, to be tried elsewhere."""
