"""Counting people: the promise of every figure the application shows, whoever shows it.

A figure speaks for five people at least, eleven where anyone may read it; it counts people, never their texts, to the
nearest five. A published figure changes only once five people at least came, left or changed their answer. Otherwise
whoever compares two figures, or a part with its whole, could tell what one person did.
"""
