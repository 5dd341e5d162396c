"""The questions that a Lab offers to those who do not know how to start writing."""
