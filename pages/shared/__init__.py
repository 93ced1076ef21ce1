"""What several pages draw. A sub-folder, because Streamlit takes every file of pages/ itself for a page."""
