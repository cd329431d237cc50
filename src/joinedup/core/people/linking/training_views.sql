-- One row per record of the people drawn.
create table linkage.trained as
select
    row_number() over (order by record) as unique_id, source, unit, number, given, nick, nicks, middle, family, birth, born, sex,
    postcode, sector, doors, street, letters
from linkage.described
join linkage.record_face on record_face.face = described.unique_id;

create or replace view linkage_trained as select * from linkage.trained;

-- Pairs of different people are learnt from the largest register alone: an agency seldom lists a person twice.
create table linkage.u_sample as
select trained.*
from linkage.trained
where source = (select source from linkage.trained group by source order by count(*) desc, source limit 1)
qualify row_number() over (partition by unit order by unique_id) = 1
order by unique_id limit 2000;

create or replace view linkage_u_sample as select * from linkage.u_sample;
