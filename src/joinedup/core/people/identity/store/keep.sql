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
join linkage_row sent on sent.source = face.source and sent.record_id = face.record_id;

insert into people.face by name
select unique_id as face, circle, compared.unit, is_residual, number, registers, given, middle, family, birth, born, sex,
    postcode, address, records
from linkage.compared
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

insert into people.block_key
with word as (
    select unique_id, nick, family, birth, word
    from linkage.compared
    join (
        select address, unnest(list_distinct(string_split(street, ' '))) as word from linkage.home where street is not null
    ) worded on worded.address = compared.address
    where word in (select word from linkage.used_word) and registers <> $closed
), telling as (
    select *, lead(word) over (partition by unique_id order by word) as next_word from word
), keyed as (
    select unique_id, unnest(people_block_keys(given, nick, family, birth, postcode, sector, doors, street)) as key
    from linkage.compared
    left join linkage.home on home.address = compared.address
    where registers <> $closed
    union all
    select unique_id, unnest(people_word_keys(nick, family, birth, word, next_word)) from telling
)
select people_hash(key), unique_id from keyed where key is not null;

drop table now_circle;
