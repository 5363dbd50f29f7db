"""Works: handed in as text, files or a link, checked by a curator by the promised time, returned or accepted."""
