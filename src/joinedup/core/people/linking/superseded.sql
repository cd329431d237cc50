-- One row per NHS number the national service has replaced, with the number that stands for it now, however often it was
-- replaced since. A number said to have become two others is believed by nobody, nor one that leads back to itself.
create table linkage.superseded as
with said as (
    select old_number, min(number) as number from linkage.sent
    where old_number <> number group by old_number having count(distinct number) = 1
), followed as (
    select said.old_number, coalesce(fifth.number, fourth.number, third.number, second.number, said.number) as number
    from said
    left join said second on second.old_number = said.number
    left join said third on third.old_number = second.number
    left join said fourth on fourth.old_number = third.number
    left join said fifth on fifth.old_number = fourth.number
)
select old_number, number from followed where number <> old_number;
