"""What every benchmark is made with: its sizes, its rounds, and one shape for what it found."""
