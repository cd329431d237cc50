-- Where following a replaced number leads, twice as far as before. (Spark knows no recursive query.)
create or replace table linkage.led as
select near.old_number, coalesce(far.number, near.number) as number
from linkage.led near left join linkage.led far on far.old_number = near.number;
