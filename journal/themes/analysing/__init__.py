"""What the worker does: from the passages people share to themes, and whether those that come since still fit."""
