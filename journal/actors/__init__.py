"""The map of actors and the alliances, after Fauvet: where organisations stand on what a Lab undertakes.

An actor is an organisation or a role of the Lab, never a job seeker. Where it stands is read from dated acts.
"""
