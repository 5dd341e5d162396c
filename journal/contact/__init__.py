"""Requests to be contacted, read by the coordinators of the Lab and by nobody else."""
