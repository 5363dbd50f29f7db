"""Our own format: a course as a folder of text files. How one is written: docs/reference/course-folder.md."""
