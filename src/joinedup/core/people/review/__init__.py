"""Which pairs of people should somebody look at: those in doubt, and a sample from which errors are estimated?"""
