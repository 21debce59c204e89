"""Settings: their values, the settings file, and where files are kept."""
