"""The parts of the screens, each named for what it holds."""
