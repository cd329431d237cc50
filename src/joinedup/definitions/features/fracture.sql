-- one row per entry about a fracture of the spine, upper arm, wrist or hip (ICD-10 S22.0, S32.0, S42.2, S52, S72)
select person_id, recorded_on as happened_on, 'gp_event' as kind, organisation, file, line
from gp_event join condition on condition.snomed_code = gp_event.code
where condition.feature = 'fracture'
union all
select person_id, admitted_on, 'hospital_spell', organisation, file, line
from hospital_spell
where discharged_on < $as_at
    and array_length(list_filter(list_append(coalesce(secondary_diagnoses, []), primary_diagnosis),
        lambda code: regexp_matches(replace(code, '.', ''), '^(S220|S320|S422|S52|S72)'))) > 0
