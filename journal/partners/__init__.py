"""The partners' accounts: who, in an organisation of the Lab, may come in and speak for it."""
