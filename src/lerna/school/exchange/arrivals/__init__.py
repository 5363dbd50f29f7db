"""Packages that authors send at the desk: kept until a job has brought them in, with how far it is."""
