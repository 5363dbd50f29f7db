"""The papers that a law has the company keep about its processing, computed, and approved by its privacy officer."""
