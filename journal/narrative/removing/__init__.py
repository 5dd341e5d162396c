"""What leaves every text, drafts and published months: withdrawn, hidden, or not to be told any more."""
