"""How often one person may write: enough for whoever talks, too little for whoever floods."""

from datetime import timedelta

from lerna.accounts.limits import Limit

APPEALS = Limit("appeals", 5, timedelta(hours=1))  # messages and complaints of one account or one address
POSTS = Limit("posts", 10, timedelta(minutes=10))  # comments and reviews of one person
REPORTS = Limit("reports", 10, timedelta(hours=1))
