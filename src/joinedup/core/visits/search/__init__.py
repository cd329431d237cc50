"""The compiled search for good rounds: one global order of what is to be done, one carer for each task of it.

| module | answers |
|---|---|
| `compiled` | how is compiled code kept until any file of this room changes? |
| `day` | what does the search know, and what does it change? |
| `routes` | what does putting a task into a round, or taking it out, do to travel? |
| `timing` | when does each unit start, once something has changed? |
| `hours` | what does each round cost by its hours? |
| `moves` | which change is tried next? |
| `annealing` | is it kept? |
| `insertion` | where in a round does a visit fit best? |
| `rebuilding` | what if some visits near each other were all taken out and put back? |
"""
