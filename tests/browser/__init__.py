"""Journeys of a user, in a real browser against a real server."""
