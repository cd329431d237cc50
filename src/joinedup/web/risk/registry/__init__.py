"""Which versions of the models are there, what is known of each, and who signed it on for clinical use?"""
