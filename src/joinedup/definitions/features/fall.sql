-- one row per entry about a fall; is_new marks the first of a run of entries no more than 14 days apart
with entry as (
    select person_id, attended_on as happened_on, 'emergency_attendance' as kind, organisation, file, line
    from emergency_attendance where reason = 'fall'
    union all
    select person_id, happened_on, 'ambulance_incident', organisation, file, line
    from ambulance_incident where reason = 'fall'
    union all
    select person_id, recorded_on, 'gp_event', organisation, file, line
    from gp_event join condition on condition.snomed_code = gp_event.code
    where condition.feature = 'falls'
    union all -- external causes W00 to W19 are falls; known once the stay has ended
    select person_id, admitted_on, 'hospital_spell', organisation, file, line
    from hospital_spell
    where discharged_on < $as_at and array_length(list_filter(secondary_diagnoses, lambda code: code between 'W00' and 'W19~')) > 0
)
select *,
    coalesce(date_diff('day', lag(happened_on) over (partition by person_id order by happened_on, kind, file, line), happened_on) > 14, true) as is_new
from entry
where happened_on < $as_at
