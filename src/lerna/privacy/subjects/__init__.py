"""The data subject, the keys, personal fields, the data map, processing under a purpose."""
