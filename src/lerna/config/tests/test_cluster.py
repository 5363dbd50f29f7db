"""Where the embedded PostgreSQL can't be, and how that is said."""

from pathlib import Path

import pytest

from lerna.config.postgres.cluster import Cluster, ClusterError


@pytest.mark.parametrize("name", ["a$x", "a`b", 'say "hi"', "Vera's", "back\\slash", "one,two"])
def test_a_path_that_the_starter_would_misread_is_refused_with_the_remedy(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    with pytest.raises(ClusterError, match="Rename that folder without such signs, or set LERNA_VAR to another"):
        Cluster(folder / "postgres", durable=False).start()
    assert not folder.exists()
