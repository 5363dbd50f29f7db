"""What is answered, and what an answer promises: blocks, publications, erasures, until a request is closed."""
