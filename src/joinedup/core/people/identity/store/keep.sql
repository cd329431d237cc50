-- What the next increment works with, of the records this run judged.
create or replace temp table now_circle as
select unit.unit, coalesce(root, unit.unit) as circle
from (select distinct unit from linkage.unit) unit left join linkage_circle on member = unit.unit;

insert into people.record by name
select face.record, face.face, circle, person_id, how, member.weight, sent.*
from linkage.record_face face
join linkage.unit using (face)
join now_circle using (unit)
join linkage.member member on member.record = face.record
join linkage.identity on identity.grown = member.grown
join linkage_kept_row sent on sent.source = face.source and sent.record_id = face.record_id;

insert into people.face by name
select unique_id as face, circle, everybody.unit, is_residual, number, registers, given, middle, family, birth, born, sex,
    postcode, address, records
from linkage.everybody
join now_circle using (unit);

insert into people.sharing_key
with numbered as (
    select 'number:' || sent_number as key, face from linkage.record_face where sent_number is not null
        and sent_number not in (select number from linkage.quarantined)
    union
    select 'number:' || old_number, face from linkage.record_face where old_number is not null
        and old_number not in (select number from linkage.quarantined)
    union
    select concat_ws('|', given, family, birth, postcode), face from linkage.face
    where given is not null and family is not null and birth is not null and postcode is not null
)
select distinct hash(key), circle
from numbered join linkage.unit using (face) join now_circle using (unit);

insert into people.block_key select key, face from linkage_key;

drop table now_circle;
