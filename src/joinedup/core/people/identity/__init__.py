"""What is each person called, from one run to the next?"""
