"""A message from the team to whoever wrote a passage, relayed without telling the team who that is."""
