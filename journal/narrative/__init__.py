"""The living récit, its monthly digests, and what participants answer to them."""
