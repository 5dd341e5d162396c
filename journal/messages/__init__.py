"""Messages from the team to the author of a passage, delivered without telling the team who that is."""
