"""User, login, roles, second factor, representatives. Comes with subjects."""
