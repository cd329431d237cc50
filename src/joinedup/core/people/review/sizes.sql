-- How many records each person of a doubtful pair has. One row per person.
create or replace table linkage.size as
select grown, count(*) as records
from linkage.member
where grown in (select grown_l from linkage.doubtful union select grown_r from linkage.doubtful)
group by grown;
