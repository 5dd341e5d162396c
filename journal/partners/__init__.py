"""The accounts of partners: who, in an organisation of the Lab, may sign in and speak for it."""
