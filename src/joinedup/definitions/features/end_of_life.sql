-- one row per entry of palliative care: the GP's code, or ICD-10 Z51.5 of a stay that has ended
select person_id, recorded_on as happened_on, 'gp_event' as kind, organisation, file, line
from gp_event join condition on condition.snomed_code = gp_event.code
where condition.feature = 'palliative_care'
union all
select person_id, admitted_on, 'hospital_spell', organisation, file, line
from hospital_spell
where discharged_on < $as_at
    and array_length(list_filter(list_append(coalesce(secondary_diagnoses, []), primary_diagnosis),
        lambda code: replace(code, '.', '') like 'Z515%')) > 0
