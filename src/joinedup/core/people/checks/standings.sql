-- How many records have a number of which standing. One row per standing.
select coalesce(standing, 'not_issued') as standing, count(*) as records
from linkage.sent
left join linkage_number_range on prefix = left(number, 4) and number between "first" and "last"
where number is not null
group by coalesce(standing, 'not_issued')
