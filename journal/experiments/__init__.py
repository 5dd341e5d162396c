"""Experiments that become norms: each rung of the ladder requires evidence."""
