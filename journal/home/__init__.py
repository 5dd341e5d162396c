"""The front page and the pages that explain."""
