"""Experiments that become norms: each rung of the ladder is climbed with its evidence."""
