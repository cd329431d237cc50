"""Which records are one person? First by numbers and identical demographics, then by likeness."""
