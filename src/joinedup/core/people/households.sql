-- One row per living person at a home that is no institution: people of one home share a household.
-- Named after a member, so that the id says nothing about where the home is.
create or replace temp table household as
select person_id, 'h' || printf('%016x', md5_number_lower(min(person_id) over home)) as household_id,
    count(*) over home as people
from best_value
where death_date is null and people_home(address) is not null and postcode is not null
window home as (partition by postcode, people_home(address))
qualify people <= $most_people;
