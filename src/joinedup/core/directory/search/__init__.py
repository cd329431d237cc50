"""What helps somebody who says in their own words what is the matter, and where they are?"""
