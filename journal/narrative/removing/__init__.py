"""What leaves every text, drafts and published months: taken back, hidden, or not to be told any more."""
