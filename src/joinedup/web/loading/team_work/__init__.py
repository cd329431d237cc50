"""What have the invented county's teams done in the last month? Their work, done once by the product's own actions.

A demonstration of empty pages shows nobody what a service at work looks like. So where a place is invented and nobody
has done anything yet, its staff do what `definitions/county/team_work.yaml` tells, in the order of time: each deed by
the same action, and under the same permission, as if they had clicked. Nothing of it happens in a real place.
"""
