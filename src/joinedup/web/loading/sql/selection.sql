-- One row per outcome, length of list and group; the share is of everybody scored.
select
    s.outcome,
    s.listed::double / nullif(n.people, 0) as share,
    s.listed,
    s."grouping",
    s."group",
    s.people_in_group,
    s.listed_in_group,
    s.judged_people,
    s.judged_listed,
    s.judged_events,
    s.judged_hits,
    s.share_of_list_with_outcome,
    s.false_negative_rate,
    s.observed_over_expected
from selection s
join (select outcome, count(*) as people from score group by outcome) n using (outcome)
order by all
