-- one row per person and group of the index met in a stay that ended in the last two years, at its latest stay; of two stages of a
-- disease the more severe only. A stay without any group keeps one row of weight 0: the person is in the score's population.
with ended as (
    select person_id, admitted_on, organisation, file, line,
        list_append(coalesce(secondary_diagnoses, []), primary_diagnosis) as diagnoses
    from hospital_spell
    where discharged_on < $as_at and discharged_on >= $as_at::date - interval 24 month
),
given as (
    select person_id, admitted_on, organisation, file, line, unnest(diagnoses) as diagnosis from ended
),
met as (
    select person_id, admitted_on, organisation, file, line, category, not_with, weight
    from given join charlson_code on starts_with(upper(replace(diagnosis, '.', '')), prefix)
),
once as (
    select * from met
    qualify row_number() over (partition by person_id, category order by admitted_on desc, file desc, line desc) = 1
)
select person_id, admitted_on as happened_on, 'hospital_spell' as kind, organisation, file, line, weight
from once anti join once as worse on worse.person_id = once.person_id and worse.category = once.not_with
union all
select person_id, admitted_on, 'hospital_spell', organisation, file, line, 0
from ended
