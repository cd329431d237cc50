"""The main job: a place's files in, one combined package of care for each person most at risk out."""
