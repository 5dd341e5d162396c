"""What the team did, for administrators to read: never what a participant did."""
