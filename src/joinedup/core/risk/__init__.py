"""Who is at risk and why: features, published scores, glass-box models, calibration and reasons."""
