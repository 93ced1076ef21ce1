"""Charts of the product: tables in, plotly figures out. Nothing here reads files, computes figures or knows a page."""
