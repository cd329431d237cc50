-- One row per outcome scored, with the groups of reasons that raise it.
select
    s.outcome,
    count(*) as people,
    coalesce((
        select list_sort(list(distinct r.feature_group))
        from reason r
        where r.outcome = s.outcome and r.contribution > 0
    ), []) as groups
from score s
group by s.outcome
order by people desc, s.outcome
