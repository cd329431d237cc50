-- Numbers on many records that describe many people: a default, a test number, a mother's number on her children. A record
-- without name and date describes nobody that another does. Of many records that differ, though they name few people, the
-- pairs would be too many to judge.
create table linkage.quarantined as
with frequent as (
    select number, count(*) as records from linkage.sent where number is not null group by number having count(*) > $most_records
), described as (
    select number,
        count(distinct coalesce(nullif(concat_ws('|', given, family, birth), ''), record::varchar)) as descriptions,
        count(distinct coalesce(said, hash(record))) as different,
        coalesce(min(who) = max(who), false) and count(who) = count(*) as is_alike
    from linkage.sent where number in (select number from frequent) group by number
)
select number, records
from frequent join described using (number)
where descriptions > $most_descriptions or different > $most_different and not is_alike;
