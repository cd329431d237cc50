-- one row per visit
select person_id, visited_on as happened_on, 'safe_and_well_visit' as kind, organisation, file, line, has_fall_hazard, is_cold_home
from safe_and_well_visit
