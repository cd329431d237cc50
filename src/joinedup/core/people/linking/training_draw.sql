-- The records training sees. For each rule that pairs are learnt by, whole blocks of it are drawn by a hash, so that no
-- pair is lost: those joined already are more alike than those still to be found. And units, for pairs that agree by chance.
create table linkage.drawn as
with place as (
    select
        unique_id,
        abs(people_record_key($seed::varchar, given || '|' || family)) % 1000000 < $millionths as by_names,
        abs(people_record_key($seed::varchar, birth)) % 1000000 < $millionths as by_birth,
        abs(people_record_key($seed::varchar, unit::varchar)) % 1000000 < $millionths as by_unit
    from linkage.everybody
)
select unique_id, coalesce(by_names, false) as by_names, coalesce(by_birth, false) as by_birth, by_unit
from place where by_names or by_birth or by_unit;

create or replace view linkage_wanted as select * from linkage.everybody semi join linkage.drawn using (unique_id);
