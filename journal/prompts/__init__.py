"""What the team of a Lab offers to whoever does not know where to start writing."""
