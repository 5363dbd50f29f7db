"""The register of third parties: files that people edit, and the table that they become."""
