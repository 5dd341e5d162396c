"""The common good that the actors of a Lab define together: proposed, mediated, adopted in the open, never erased.

Nothing enters it without the yes of whoever proposed it, and nothing is set aside without a reason everyone reads.
"""
