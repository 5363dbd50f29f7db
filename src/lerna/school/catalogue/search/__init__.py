"""Finding courses by words: Russian by PostgreSQL's own stemmer, Kazakh by ours, typos by trigrams (ADR 10)."""
