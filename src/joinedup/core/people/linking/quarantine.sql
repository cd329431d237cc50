-- Numbers on many records that describe many people: a default, a test number, a mother's number on her children.
create table linkage.quarantined as
select number, count(*) as records
from linkage.sent where number is not null
group by number
having count(*) > $most_records
    and count(distinct concat_ws('|', given, family, birth)) > $most_descriptions;
