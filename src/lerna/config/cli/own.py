"""The launcher's own commands."""

from lerna.config.backup import command as backup
from lerna.config.checks import bench, run, tools
from lerna.config.cli.catalog import OwnCommand
from lerna.config.doctor import examine
from lerna.config.launch import up

FOR_INSTALLATIONS = (
    OwnCommand("up", "start everything; Ctrl-C stops it", up.add_arguments, up.run_up),
    OwnCommand("doctor", "say what is wrong here, and the remedy", examine.add_arguments, examine.run_doctor),
    OwnCommand("backup", "copy both databases, while the site runs", backup.add_backup_arguments, backup.run_backup),
    OwnCommand(
        "restore",
        "put a backup back, and end again what has ended since",
        backup.add_restore_arguments,
        backup.run_restore,
    ),
)
FOR_DEVELOPERS = (
    OwnCommand("test", "run every check, cheapest first", run.add_arguments, run.run_test),
    OwnCommand("lint", "show what ruff and djlint find", tools.no_arguments, tools.run_lint),
    OwnCommand("format", "rewrite Python and templates in the project's format", tools.no_arguments, tools.run_format),
    OwnCommand("messages", "bring the translations up to date with the source", tools.no_arguments, tools.run_messages),
    OwnCommand("lock", "lock the newest versions that pyproject.toml allows", tools.no_arguments, tools.run_lock),
    OwnCommand("docs", "build the documentation", tools.add_docs_arguments, tools.run_docs),
    OwnCommand("bench", "run the benchmarks and write their page", bench.add_arguments, bench.run_bench),
)
COMMANDS = {command.name: command for command in (*FOR_INSTALLATIONS, *FOR_DEVELOPERS)}
