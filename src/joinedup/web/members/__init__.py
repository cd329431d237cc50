"""Who belongs to a neighbourhood team, from which employer, and who there can do what?"""
