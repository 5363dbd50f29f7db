"""Every write of this room: posts of learners, reviews of courses, and what moderators do to both."""
