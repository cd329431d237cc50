"""The compiled search for good rounds: one global order of what is to be done, one carer for each task of it.

| module | answers |
|---|---|
| `compiled` | how is compiled code kept until any file of this room changes? |
| `day` | what does the search know, and what does it change? |
| `routes` | what does putting a task into a round, or taking it out, do to travel? |
| `timing` | when does each unit start, once something has changed? |
| `hours` | what does each round cost by its hours? |
| `allowed` | which carers may have a task, which positions a unit? |
| `lifting` | how is a change made and taken back? |
| `moves` | which small change is tried next? |
| `annealing` | is it kept? |
| `gaps` | what would a visit cost in a gap of a round? |
| `placing` | in which gap does it cost least? |
| `strings` | which visits are taken out together? |
| `rebuilding` | what if those were all put back where they cost least? |
"""
