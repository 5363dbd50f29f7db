"""An app of the benchmarks alone: something that people have nine of."""
