"""How is a plan for the whole place put on a page?"""
