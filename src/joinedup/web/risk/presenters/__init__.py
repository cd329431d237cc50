"""Scores, reasons and the list of people most at risk, put on a page."""
