-- one row per contact
select person_id, contact_on as happened_on, 'community_contact' as kind, organisation, file, line
from community_contact
