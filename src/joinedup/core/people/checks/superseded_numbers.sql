-- One row per NHS number said to have been replaced, and by which: history, kept whether or not it is believed. A number
-- said to have become two others, or its own successor, is believed by nobody, nor one of a changed identity.
select said.old_number, said.number as replaced_by, believed.number as current_number, said.records,
    said.first_said_on, said.last_said_on
from (
    select old_number, number, count(*) as records, min(updated_on) as first_said_on, max(updated_on) as last_said_on
    from linkage.sent
    where old_number is not null and number is not null and old_number <> number
    group by old_number, number
) said
left join linkage.superseded believed on believed.old_number = said.old_number
order by said.old_number, said.number
