-- One row per outcome, neighbourhood ('' is the whole place), grouping and group: people scored, outcomes expected.
with scored as (
    select s.outcome, p.neighbourhood as patch, s.probability, g.* exclude (person_id)
    from score s
    join person_loaded p on p.person_id = s.person_id
    join person_group g on g.person_id = s.person_id
    where g.is_living
),
grouped as (
    select outcome, patch, probability, unnest([
        {'grouping': '', 'group': ''},
        {'grouping': 'sex', 'group': sex},
        {'grouping': 'age_band', 'group': age_band},
        {'grouping': 'ethnicity', 'group': ethnicity},
        {'grouping': 'deprivation_fifth', 'group': deprivation_fifth},
        {'grouping': 'neighbourhood', 'group': coalesce(patch, '')}
    ], recursive := true)
    from scored
)
select
    outcome,
    coalesce(patch, '') as neighbourhood,
    "grouping",
    "group",
    count(*) as people,
    sum(probability) as expected
from grouped
group by grouping sets ((outcome, patch, "grouping", "group"), (outcome, "grouping", "group"))
having grouping(patch) = 1 or patch <> ''  -- who has no neighbourhood counts in the whole place
order by 1, 2, 3, 4
