"""Short answers that a language model words from an answer's quotes, shown only as far as the quotes support them."""
