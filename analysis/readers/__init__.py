"""One module per file format: bytes to text, a `ReadingError` for everything that cannot be read."""
