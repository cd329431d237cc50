-- One row per record of the people drawn.
create table linkage.trained as
select row_number() over (order by record_face.record) as unique_id, source, compared.* exclude (unique_id, records)
from linkage.drawn
join linkage.compared using (unit)
join linkage.record_face on record_face.face = compared.unique_id;
create or replace view linkage_trained as from linkage.trained;
-- Pairs of different people are learnt from the largest register alone: an agency seldom lists a person twice.
create table linkage.u_sample as
select trained.* from linkage.trained
where source = (select source from linkage.trained group by source order by count(*) desc, source limit 1)
qualify row_number() over (partition by unit order by unique_id) = 1
order by unique_id limit 2000;
create or replace view linkage_u_sample as from linkage.u_sample;
