-- one row per person looked after at the date
with affected as (
    select distinct person_id
    from gp_event join condition on condition.snomed_code = gp_event.code
    where condition.feature = 'has_dementia' and recorded_on < $as_at
)
select unpaid_carer.person_id, starts_on as happened_on, 'unpaid_carer' as kind, organisation, file, line,
    coalesce(hours_per_week, '') as hours_per_week, coalesce(is_co_resident, false) as is_in_same_home,
    affected.person_id is not null as has_dementia
from unpaid_carer left join affected on affected.person_id = unpaid_carer.cared_for_person_id
where ends_on is null or ends_on >= $as_at
