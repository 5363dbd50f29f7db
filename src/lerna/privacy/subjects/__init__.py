"""People as data subjects: who they are, their keys, their sealed values, and for which purpose anyone may see them."""
