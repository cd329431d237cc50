"""One package for each person, few shared limits: what is worth most for all together, within a proven gap?"""
