"""What changed since the scores before: who rose, who fell, who is new, and why?"""
