"""Journal entries: writing, masking, sharing, withdrawing."""
