"""Background jobs; each posts messages and touches no widget."""
