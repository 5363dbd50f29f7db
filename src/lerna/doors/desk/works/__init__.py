"""A curator's evening: the queue of works, one work with its rubric, the next one."""
