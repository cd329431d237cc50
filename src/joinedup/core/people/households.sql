-- One row per living person at a home that is no institution: people of one home share a household.
-- Named after a member, so that the id says nothing about where the home is. Where a sensitive person lives, or one
-- whose identity was changed, must not be learnt from those they live with: they are in no household.
create or replace temp table household as
select person_id, 'h' || printf('%016x', md5_number_lower(min(person_id) over home)) as household_id,
    count(*) over home as people
from best_value
where death_date is null and not is_sensitive and person_id not in (select person_id from changed_person)
    and people_home(address) is not null and postcode is not null
window home as (partition by postcode, people_home(address))
qualify people <= $most_people;
