"""Fuzzing: functions that take any bytes and check what must hold for every input."""
