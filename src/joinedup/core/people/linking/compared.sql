-- One row per face as the model compares it. A unit is what is already joined; residual if no confirmed number names it.
create table linkage.compared as
select
    face as unique_id, unit.unit, not bool_or(is_trusted) over (partition by unit.unit) as is_residual,
    -- what is joined shares its number: a record that lacks one must not be freer to join others for it
    max(standing.number) over (partition by unit.unit) as number, given, nick, nicks, middle, family, birth, born, sex, postcode, sector, doors, street, letters, face.records
from linkage.face
join linkage.standing using (face)
join linkage.unit using (face);
