"""What people demand about their data, each kind with its deadline. Comes with subjects."""
