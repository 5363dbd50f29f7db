"""The cast of the subjects' room serves here too."""

from lerna.privacy.subjects.conftest import (  # noqa: F401 -- fixtures
    aigerim,
    boris,
    companies,
    kerbez,
    newskills,
    register,
)
