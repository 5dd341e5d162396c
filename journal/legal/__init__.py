"""What the law requires a Lab to publish: who is responsible for the data, who publishes, who hosts."""
