"""People, their roles, their Labs and cohorts, how they come in and what was done in their name."""
