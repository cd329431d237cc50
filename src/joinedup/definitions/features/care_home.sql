-- one row per residential or nursing place that goes on at the date, one for the latest discharge of the last 12 months, and
-- one per entry of the GP that the person lives in a home: councils do not know those who pay for themselves
select person_id, starts_on as happened_on, 'social_care_event' as kind, organisation, file, line, true as is_in_home
from social_care_event
where service_type in ('long_term_residential', 'long_term_nursing') and client_type is distinct from 'carer'
    and starts_on < $as_at and (ends_on is null or ends_on >= $as_at)
union all
(
    select person_id, discharged_on, 'hospital_spell', organisation, file, line,
        coalesce(discharge_destination = 'care_home', false)
    from hospital_spell
    where discharged_on < $as_at and discharged_on >= $as_at::date - interval 12 month
    qualify row_number() over (partition by person_id order by discharged_on desc, admitted_on desc, file desc, line desc) = 1
)
union all
select person_id, recorded_on, 'gp_event', organisation, file, line, true
from gp_event join condition on snomed_code = code and feature = 'in_care_home'
where recorded_on < $as_at
