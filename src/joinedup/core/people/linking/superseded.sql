-- One row per NHS number the national service has replaced, with the number that stands for it now.
-- A number said to have become two others is believed by nobody.
create table linkage.superseded as
select old_number, min(number) as number from linkage.sent
where old_number <> number group by old_number having count(distinct number) = 1;
