"""What Streamlit wants of every component whose trigger is read where it is drawn: somebody who listens."""


def heard() -> None:
    """Hears that a trigger was set, and does nothing: the page reads it itself."""
