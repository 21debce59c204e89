"""Records → text and Rich renderables."""
