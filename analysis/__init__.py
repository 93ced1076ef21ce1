"""The engine of 政协报告对读: report text in, comparable numbers, words and themes out. Knows nothing of any page."""
