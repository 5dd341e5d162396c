"""Entries written elsewhere: read from a file, understood, kept."""
