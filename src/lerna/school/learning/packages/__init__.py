"""Packages that were made elsewhere (SCORM): what they keep of a learner between two visits, and what they report."""
