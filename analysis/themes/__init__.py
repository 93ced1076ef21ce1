"""What a text is about: functions of the work, TF-IDF terms, topics, likeness, passages carried over."""
