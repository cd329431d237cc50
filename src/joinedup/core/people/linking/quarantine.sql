-- Numbers on many records that describe many people: a default, a test number, a mother's number on her children.
create table linkage.quarantined as
with frequent as (
    select number, count(*) as records from linkage.sent where number is not null group by number having count(*) > $most_records
), described as (
    select number, count(distinct concat_ws('|', given, family, birth)) as descriptions
    from linkage.sent where number in (select number from frequent) group by number
)
select number, records from frequent join described using (number) where descriptions > $most_descriptions;
