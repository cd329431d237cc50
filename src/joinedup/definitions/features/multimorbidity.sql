-- one row per person and condition of the score, at its latest entry
with shown as (
    select person_id, recorded_on as happened_on, 'gp_event' as kind, organisation, file, line, condition
    from gp_event join cambridge_code on cambridge_code.snomed_code = gp_event.code
    where recorded_on < $as_at
    union all
    select person_id, starts_on, 'gp_medicine', organisation, file, line, condition
    from gp_medicine join cambridge_code on cambridge_code.bnf_code = left(gp_medicine.bnf_code, 7)
    where starts_on < $as_at and (ends_on is null or ends_on >= $as_at)
)
select person_id, happened_on, kind, organisation, file, line, weight
from shown join cambridge_weight using (condition)
qualify row_number() over (partition by person_id, condition order by happened_on desc, kind desc, file desc, line desc) = 1
