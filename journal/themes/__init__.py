"""Analyses, the themes they propose, and what coordinators make of them."""
