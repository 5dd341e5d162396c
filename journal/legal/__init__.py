"""What the law asks a Lab to say: who answers for the data, who publishes, who hosts."""
