-- one row per carer's assessment or service for a carer
select person_id, assessed_on as happened_on, 'unpaid_carer' as kind, organisation, file, line
from unpaid_carer
where assessed_on is not null
union all
select person_id, starts_on, 'social_care_event', organisation, file, line
from social_care_event
where client_type = 'carer' and event_type in ('assessment', 'service')
