"""What machines call: partners and banks, described by OpenAPI. Comes with orders."""
