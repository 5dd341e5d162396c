"""Keeping the house: serving, migrating, backing up, checking, purging."""
