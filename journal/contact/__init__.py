"""Someone asks to be contacted: what they chose to say, read by their Lab's coordinators and by nobody else."""
