-- Those who may still be joined to somebody: what the blocks see, with the doors and street of their homes. A unit that all
-- registers list gains nothing more.
create table linkage.compared as
select unique_id, unit, is_residual, number, registers, given, nick, middle, family, birth, born, sex, postcode, sector, doors,
    street
from linkage.everybody
left join linkage.home on home.address = everybody.address
where registers <> $closed;
