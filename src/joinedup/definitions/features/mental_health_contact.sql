-- one row per contact
select person_id, contact_on as happened_on, 'mental_health_contact' as kind, organisation, file, line
from mental_health_contact
