"""How a plan is shown: an item, the whole, a form's questions, its versions, and the whole in a few lines."""
