-- one row per stay that goes on at the date or ends on it; its diagnoses are coded later and not known yet
select person_id, admitted_on as happened_on, 'hospital_spell' as kind, organisation, file, line,
    date_diff('day', admitted_on, $as_at::date) as nights, admission_method = 'emergency' as is_emergency
from hospital_spell
where admitted_on < $as_at and (discharged_on is null or discharged_on >= $as_at)
