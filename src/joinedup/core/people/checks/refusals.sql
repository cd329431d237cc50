-- One row per NHS number that is refused whoever has it: a test number among real people, or one never issued.
create or replace table linkage.refused_number as
select number, coalesce(standing, 'not_issued') as why, count(*) as records
from linkage.sent
left join linkage_number_range on prefix = left(number, 4) and number between "first" and "last"
where number is not null
    and ((standing = 'test' and not $accepts_test) or (standing is null and not $accepts_not_issued))
group by number, coalesce(standing, 'not_issued');
