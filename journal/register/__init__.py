"""What the team did, as administrators read it: never what a participant did."""
