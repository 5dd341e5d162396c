"""From rows to the facts that a text may tell."""
