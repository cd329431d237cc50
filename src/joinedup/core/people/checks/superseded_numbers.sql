-- One row per NHS number said to have been replaced, and by which: history, kept whether or not it is believed. A number
-- said to have become two others, or its own successor, is believed by nobody, nor one of a changed identity.
select replaced.old_number, replaced.number as replaced_by, believed.number as current_number, replaced.records,
    replaced.first_said_on, replaced.last_said_on
from linkage.replaced
left join linkage.superseded believed on believed.old_number = replaced.old_number
left join linkage.held_apart on one = replaced.old_number and other = replaced.number
where one is null
order by replaced.old_number, replaced.number
