-- One row per NHS number of a record that is not used as sent.
with special as (
    select number, why, null::varchar as current_number from linkage.refused_number
    union all
    select old_number, 'superseded', number from linkage.superseded
    where old_number not in (select number from linkage.refused_number)
    union all
    select number, 'quarantined', null from linkage.quarantined
), disputed as (
    select record_face.source, record_face.record_id
    from linkage.standing
    join linkage.record_face on record_face.face = standing.face
    where standing.is_disputed and standing.number is null
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
join disputed on disputed.source = sent.source and disputed.record_id = sent.record_id
where sent.number is not null and sent.number not in (select number from special)
order by source, record_id
