"""The commands behind `./lerna`."""
