"""What a lesson is made of, as plain values: no tables, no pages. Importers make them, the catalogue keeps them."""
