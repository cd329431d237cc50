-- One row per NHS number of a record that is not used as sent.
with special as (
    select number, why, null::varchar as current_number from linkage.refused_number
    union all
    select old_number, 'superseded', number from linkage.superseded
    where old_number not in (select number from linkage.refused_number)
    union all
    select number, 'quarantined', null from linkage.quarantined
), disputed as (
    select face from linkage.standing where is_disputed and number is null
)
select source, record_id, 'nhs_number' as field, received, people_number_fault(received) as why, null::varchar as current_number
from linkage.not_number
union all
select sent.source, sent.record_id, 'nhs_number', sent.number, special.why, special.current_number
from linkage.sent
join special on special.number = sent.number
union all
select sent.source, sent.record_id, 'nhs_number', sent.number, 'disputed', null
from linkage.sent
where face in (select face from disputed) and sent.number is not null and sent.number not in (select number from special)
order by source, record_id
