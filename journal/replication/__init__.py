"""What a Lab opens to others on the same site: sheets about experiments it has evaluated, to be tried elsewhere."""
