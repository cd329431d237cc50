-- one row per hospital stay
select person_id, admitted_on as happened_on, 'hospital_spell' as kind, organisation, file, line, admission_method, discharged_on
from hospital_spell
