"""From a person's page to services that fit them; written down, and followed up: did it help?"""
