"""“What changed for you”, a page of two doors."""
