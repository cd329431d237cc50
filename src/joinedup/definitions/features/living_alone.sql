-- one row per dated entry that says whether a person lives alone
select person_id, visited_on as happened_on, 'safe_and_well_visit' as kind, organisation, file, line, lives_alone as is_alone
from safe_and_well_visit
where lives_alone is not null
union all
select person_id, recorded_on, 'gp_event', organisation, file, line, true
from gp_event join condition on condition.snomed_code = gp_event.code
where condition.feature = 'lives_alone'
