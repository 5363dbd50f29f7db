"""The desk's pages of requests: the queue, and one request's page where everything is done."""
