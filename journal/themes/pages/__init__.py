"""The pages of the themes."""
