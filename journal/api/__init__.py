"""What a program may read of a Lab, with a token a coordinator gave it: never more than that coordinator reads."""
