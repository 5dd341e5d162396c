"""Calls for ideas: the Lab asks a question, those invited answer, and the Lab answers each idea."""
