"""The glass box: tables of scores added up, how they are fitted, recalibrated and kept."""
