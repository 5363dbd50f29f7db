"""The host on which packages are played: their files, the page that holds what they speak with, and nothing else."""
