"""Shared measurement: what the actors decided to count, from each of their perspectives."""
