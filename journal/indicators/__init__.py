"""Shared measurement: what the actors decided to count, each from its own perspective."""
