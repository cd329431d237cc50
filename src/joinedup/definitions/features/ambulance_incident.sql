-- one row per call
select person_id, happened_on, 'ambulance_incident' as kind, organisation, file, line
from ambulance_incident
