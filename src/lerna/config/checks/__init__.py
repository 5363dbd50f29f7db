"""What `./lerna test` runs, and the other commands for developers."""
