"""How well the engine does: scores against gold, and times as ratios."""
