"""The staff hear in time what is due, the head what is late; who never said who they are is refused in time."""
