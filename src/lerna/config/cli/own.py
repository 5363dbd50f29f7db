"""The launcher's own commands."""

from lerna.config.cli.catalog import OwnCommand
from lerna.config.launch import up

COMMANDS = {
    command.name: command
    for command in (
        OwnCommand("up", "start everything; Ctrl-C stops it", up.add_arguments, up.run_up),
    )
}
