"""The common good that the actors of a Lab define together: proposed, mediated, adopted, never erased.

Nothing enters it without the yes of whoever proposed it, and nothing is set aside without a reason everyone reads.
"""
