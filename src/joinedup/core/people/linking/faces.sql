-- One row per record: the number it stands under now, and a hash of all it says, if that identifies somebody: two John Smiths
-- who say no more are not one face.
create view linkage.shown as
with current as (
    select source, record_id, record, given, middle, family, birth, born, sex, postcode, address, who, said, is_whole,
        sent.number as sent_number, sent.old_number, coalesce(superseded.number, sent.number, sent.old_number) as number
    from linkage.sent
    left join linkage.superseded on superseded.old_number = coalesce(sent.number, sent.old_number)
), resolved as (
    select source, record_id, record, given, middle, family, birth, born, sex, postcode, address, who, said, is_whole,
        sent_number, current.old_number,
        case when quarantined.number is null and refused_number.number is null then current.number end as number
    from current
    left join linkage.quarantined on quarantined.number = current.number
    left join linkage.refused_number on refused_number.number = current.number
)
select resolved.source, record_id, record, given, middle, family, birth, born, sex, postcode, address, who, sent_number, old_number,
    number, bit,
    case
        when record in (select record from linkage.singled_out) then hash(record)
        when said is not null and (is_whole or number is not null) then hash(coalesce(number, ''), said)
        else hash(record)
    end as content
from resolved
left join linkage.once on once.source = resolved.source;

-- One row per content of several records. A face is named by the lowest of its records, so its name stays while the record
-- does. Its registers are the sum of the bits of those that list people once.
create table linkage.repeated as
select content, min(record) as face, count(*) as records, coalesce(bit_or(bit), 0) as registers
from linkage.shown
where content in (select content from linkage.shown group by content having count(*) > 1)
group by content;

-- One row per face: records alike in every value that is compared. A hundred copies of a record are one face.
create table linkage.face as
select record as face, coalesce(repeated.records, 1) as records, coalesce(repeated.registers, bit, 0) as registers, number, given,
    middle, family, birth, born, sex, postcode, address, who
from linkage.shown
left join linkage.repeated on repeated.content = shown.content
where coalesce(repeated.face, record) = record;

-- One row per record: its face, and the number it was sent with.
create table linkage.record_face as
select source, record_id, record, coalesce(repeated.face, record) as face, sent_number, old_number
from linkage.shown
left join linkage.repeated on repeated.content = shown.content;
