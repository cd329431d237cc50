"""How the directory is written and read: HSDS-UK 3.0 and Open Referral UK 1.0.

What version of a standard is spoken is known here and nowhere else.
"""
