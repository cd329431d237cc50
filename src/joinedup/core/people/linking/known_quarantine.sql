-- With the numbers that were quarantined before.
create or replace table linkage.quarantined as
select number, max(records) as records
from (select number, records from linkage.quarantined union all select number, records from people.quarantined)
group by number;
