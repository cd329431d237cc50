"""Somebody outside, without an account, sees and answers the one referral a link was sent for."""
