-- One row per pair of numbers of two records that people keep apart: neither stands for the other, whoever says so. Most
-- of all an identity that was changed is not led back to by its old number.
create table linkage.held_apart as
with pair as (
    select distinct l.number as one, r.number as other
    from linkage_cannot_link
    join linkage.sent l on l.record = people_record_key(left_source, left_record_id)
    join linkage.sent r on r.record = people_record_key(right_source, right_record_id)
    where l.number <> r.number
    union
    select left_number, right_number from linkage_changed_number
)
select one, other from pair union select other, one from pair;

-- One row per NHS number said to have been replaced, and by which.
create table linkage.replaced as
select old_number, number, count(*) as records, min(updated_on) as first_said_on, max(updated_on) as last_said_on
from linkage.sent where old_number <> number group by old_number, number;

-- One row per NHS number that one other is said to have replaced, and where following that leads. A number said to have
-- become two others is believed by nobody.
create table linkage.led as
select old_number, min(number) as number
from linkage.replaced left join linkage.held_apart on one = old_number and other = number
where one is null
group by old_number having count(*) = 1;
