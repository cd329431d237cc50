-- one row per carer who goes on caring at the date, and one for the council's latest word on whether there is one
select cared_for_person_id as person_id, starts_on as happened_on, 'unpaid_carer' as kind, organisation, file, line, true as is_helped
from unpaid_carer
where cared_for_person_id is not null and (ends_on is null or ends_on >= $as_at)
union all
select person_id, starts_on, 'social_care_event', organisation, file, line, has_unpaid_carer
from social_care_event
where has_unpaid_carer is not null and client_type is distinct from 'carer' and starts_on < $as_at
qualify row_number() over (partition by person_id order by starts_on desc, file desc, line desc) = 1
