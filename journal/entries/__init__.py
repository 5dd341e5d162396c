"""Journal entries: written, masked, shared or not, taken back."""
