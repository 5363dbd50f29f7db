"""Courses on credit by partner banks. Comes with orders."""
