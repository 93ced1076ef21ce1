"""What a text says in words: cutting it, counting, telling two texts apart, fixed expressions, words in their sentences."""
