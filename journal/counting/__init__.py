"""Counting people: the rules that every figure of the application follows.

A figure stands for at least five people, or eleven on public pages; it counts people, never their texts, rounded to the
nearest five. A published figure changes only once at least five people have come, left or changed their answer.
Otherwise, comparing two figures, or a part with its total, could reveal what one person did.
"""
