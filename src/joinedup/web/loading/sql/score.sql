-- One row per person and outcome, with the reason that adds most.
with main as (
    select person_id, outcome, feature, feature_group
    from reason
    where contribution > 0
    qualify row_number() over (partition by person_id, outcome order by contribution desc, position) = 1
)
select
    s.person_id as person,
    p.neighbourhood,
    s.outcome,
    s.probability,
    s.log_odds,
    c.intercept,
    s.is_above_threshold,
    s.valid_until,
    coalesce(m.feature, '') as main_reason,
    coalesce(m.feature_group, '') as main_group,
    coalesce(g.sex, '') as sex,
    coalesce(g.age_band, '') as age_band,
    coalesce(g.ethnicity, '') as ethnicity,
    coalesce(g.deprivation_fifth, '') as deprivation_fifth,
    coalesce(g.is_living, true) as is_living,
    s.person_id in (select person_id from package) as has_package
from dated_score s
join person_loaded p on p.person_id = s.person_id
left join person_group g on g.person_id = s.person_id
left join contribution c on c.person_id = s.person_id and c.outcome = s.outcome
left join main m on m.person_id = s.person_id and m.outcome = s.outcome
order by s.person_id, s.outcome
