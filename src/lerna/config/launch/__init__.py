"""Starting, watching and stopping an installation; this package knows processes and PostgreSQL, and no Django."""
