"""The model policy text: read strictly, filled with a company's facts and terms, compared across its languages."""
