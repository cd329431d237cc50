-- Broader keys for registers with many gaps and few people: each is one or two values by themselves.
create or replace temp macro people_wide_key(value) as case when value is not null then hash(value) // 2 * 2 end;

create view linkage.wide_keyed as
select unique_id as member, unit, registers as bits, true as asks, [
        people_wide_key('family:' || family),
        people_wide_key('birth:' || birth),
        people_wide_key('family and year:' || left(family, 4) || left(birth, 4)),
        people_wide_key('given and sector:' || nick || '|' || sector),
        people_wide_key('family and sector:' || left(family, 3) || '|' || sector),
        people_wide_key('postcode and year:' || postcode || left(birth, 4)),
        people_wide_key('postcode and occupation:' || postcode || occupation),
        people_wide_key('postcode and birth place:' || postcode || left(birth_place, 4)),
        people_wide_key('given and birth place:' || nick || '|' || birth_place),
        people_wide_key('name starts and birth place:' || left(given, 3) || left(family, 3) || left(birth_place, 4)),
        people_wide_key('birth place and year:' || birth_place || left(birth, 4) || left(given, 1))
    ] as keys
from linkage.compared
left join linkage.background on background.record = compared.unique_id;
