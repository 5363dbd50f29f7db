"""The mailbox on its server: account, connection, folders."""
