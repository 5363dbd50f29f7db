"""The staff's pages: sales, curators, accountants, the privacy officer. Comes with accounts."""
