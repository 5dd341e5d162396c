"""Counting people: the promise of every figure the application shows, whoever shows it.

A figure speaks for five people at least, eleven where anyone may read it; it counts people, never their texts. It is
told to the nearest five. What was told moves only when five people at least came, left or changed: no two figures ever
told, read side by side, differ by what one of them did. Neither does a part beside its whole.
"""
