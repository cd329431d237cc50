-- Broader keys for registers with many gaps and few people: each is one or two values by themselves.
create table linkage.wide_key as
with keyed as (
    select unique_id, unit, number, registers, birth, unnest([
        'family:' || family,
        'birth:' || birth,
        'family and year:' || left(family, 4) || left(birth, 4),
        'given and sector:' || nick || '|' || sector,
        'family and sector:' || left(family, 3) || '|' || sector,
        'postcode and year:' || postcode || left(birth, 4),
        'postcode and occupation:' || postcode || occupation,
        'postcode and birth place:' || postcode || left(birth_place, 4),
        'given and birth place:' || nick || '|' || birth_place,
        'name starts and birth place:' || left(given, 3) || left(family, 3) || left(birth_place, 4),
        'birth place and year:' || birth_place || left(birth, 4) || left(given, 1)
    ]) as key
    from linkage.compared
    left join linkage.background on background.record = compared.unique_id
)
select unique_id, unit, number, registers, birth::int as day, hash(key) // 2 * 2 as key
from keyed where key is not null;

create or replace view linkage.block_key as
select unique_id, unit, true as is_residual, number, registers, day, key from linkage.residual_key
union all
select unique_id, unit, false, number, registers, day, key from linkage.looked_up_key
union all
select unique_id, unit, true, number, registers, day, key from linkage.wide_key;
