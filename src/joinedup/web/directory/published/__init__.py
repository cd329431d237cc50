"""The directory given to everybody: HSDS-UK 3.0, Open Referral UK 1.0 beside it, and all of it as one file."""
