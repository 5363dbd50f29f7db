"""`./lerna doctor`: small checks of an installation, each giving findings with a remedy."""
