"""What guards forms against strangers: equal time, and a second look at who holds a link."""
