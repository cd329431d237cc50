-- one row per person and three-character ICD-10 code of a stay that ended in the last two years, at its latest stay.
-- A stay without any diagnosis keeps one row with an empty code: the person is in the score's population.
with ended as (
    select person_id, admitted_on, organisation, file, line,
        list_filter(list_append(coalesce(secondary_diagnoses, []), primary_diagnosis), lambda code: code is not null) as diagnoses
    from hospital_spell
    where discharged_on < $as_at and discharged_on >= $as_at::date - interval 24 month
),
given as (
    select person_id, admitted_on, organisation, file, line,
        unnest(case when array_length(diagnoses) = 0 then [''] else diagnoses end) as diagnosis
    from ended
)
select person_id, admitted_on as happened_on, 'hospital_spell' as kind, organisation, file, line, coalesce(weight, 0) as weight
from given left join frailty_weight on frailty_weight.icd10 = upper(left(diagnosis, 3))
qualify row_number() over (partition by person_id, upper(left(diagnosis, 3)) order by admitted_on desc, file desc, line desc) = 1
