"""Documents like those that people have, in every format; see generate.py."""
