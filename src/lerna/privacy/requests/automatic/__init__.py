"""What the software does about a request by itself, once it knows who asks."""
