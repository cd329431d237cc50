-- One row per face that is scored or learnt from, with all that the model compares.
create or replace table linkage.described as
select
    compared.unique_id, unit, is_residual, number, given, nick, nicks, middle, family, birth, born, sex, postcode, sector,
    doors, street, people_letters(replace(street, ' ', '')) as letters, records
from linkage.compared
left join linkage.home on home.address = compared.address
where unique_id in (select face from linkage_wanted);
