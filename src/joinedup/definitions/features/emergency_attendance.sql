-- one row per attendance
select person_id, attended_on as happened_on, 'emergency_attendance' as kind, organisation, file, line
from emergency_attendance
