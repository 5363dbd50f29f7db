"""Open edX courses (OLX), as `course export` writes them: a folder, or the same in a tar.gz."""
