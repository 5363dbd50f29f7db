"""One installation at a time, and a database that lives as long as somebody uses it."""

import subprocess
import sys
from pathlib import Path

import pytest

from lerna.config.launch.run_lock import AlreadyRunningError, SharedUse, hold_installation, holder

HOLD = """
import sys, time
from pathlib import Path
from lerna.config.launch.run_lock import hold_installation
with hold_installation(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_one_is_told_who_holds_it_and_a_killed_one_holds_nothing(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert holder(tmp_path) == other.pid
        with pytest.raises(AlreadyRunningError, match=rf"process {other.pid}.*Ctrl-C"), hold_installation(tmp_path):
            pass
        other.kill()
    assert holder(tmp_path) is None
    with hold_installation(tmp_path):
        pass


def test_nobody_holds_what_was_never_started(tmp_path: Path) -> None:
    assert holder(tmp_path) is None


def test_the_last_user_is_told_so(tmp_path: Path) -> None:
    first, second = SharedUse(tmp_path, "database"), SharedUse(tmp_path, "database")
    for use in (first, second):
        with use.gate():
            use.join()
    with first.gate():
        assert first.leave() is False
    with second.gate():
        assert second.leave() is True
    first.close()
    second.close()
