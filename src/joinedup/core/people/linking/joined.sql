-- One row per unit: what is already joined. Residual if no confirmed number names it; its number is that of all of it, as
-- a record that lacks one must not be freer to join others for it; and the registers that would have listed it once.
create table linkage.joined as
with more as (
    select unit, bool_or(is_trusted) as is_trusted, max(number) as number, bit_or(registers) as registers
    from linkage.unit
    where face <> unit
    group by unit
)
select unit.unit, not (unit.is_trusted or coalesce(more.is_trusted, false)) as is_residual,
    greatest(unit.number, more.number) as number, unit.registers | coalesce(more.registers, 0) as registers
from linkage.unit
left join more on more.unit = unit.unit
where unit.face = unit.unit;

-- One row per face, with what is compared of it.
create view linkage.everybody as
select
    face.face as unique_id, joined.unit, is_residual, joined.number, joined.registers, face.given, nick, nicks, middle, family, birth,
    born, sex, postcode, left(postcode, greatest(2, length(postcode) - 2)) as sector, address, face.records
from linkage.face
join linkage.unit on unit.face = face.face
join linkage.joined on joined.unit = unit.unit
left join linkage.given_name on given_name.given = face.given;
