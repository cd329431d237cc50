-- One row per record of the people drawn.
create table linkage.trained as
select
    row_number() over (order by record) as unique_id, source, described.unit, is_residual, registers, number, given, nick, nicks, middle, family, birth, born, sex,
    postcode, sector, doors, street, letters, birth_place, occupation, disputed, by_names, by_birth, by_unit
from linkage.described
join linkage.drawn on drawn.unique_id = described.unique_id
join linkage.record_face on record_face.face = described.unique_id;

create or replace view linkage_trained_names as select * exclude (by_names, by_birth, by_unit) from linkage.trained where by_names;

create or replace view linkage_trained_birth as select * exclude (by_names, by_birth, by_unit) from linkage.trained where by_birth;

-- Pairs of different people are learnt from the largest register alone: an agency seldom lists a person twice.
create table linkage.u_sample as
select trained.* exclude (by_names, by_birth, by_unit)
from linkage.trained
where by_unit and source = (select source from linkage.trained where by_unit group by source order by count(*) desc, source limit 1)
qualify row_number() over (partition by unit order by unique_id) = 1
order by unique_id limit 2000;

create or replace view linkage_u_sample as select * from linkage.u_sample;
