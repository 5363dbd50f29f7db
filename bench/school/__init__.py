"""A catalogue as large as a school's could become, and visitors who read it."""
