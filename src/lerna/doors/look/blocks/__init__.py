"""How the blocks of a lesson look, to whomever they are shown; what is a learner's own, `cabinet.study` adds."""
