-- One row per face that is scored or learnt from, with all that the model compares.
create or replace table linkage.described as
select
    compared.unique_id, unit, is_residual, registers, number, given, nick, nicks, middle, family, birth, born, sex, postcode, sector,
    doors, street, people_letters(replace(street, ' ', '')) as letters, birth_place, occupation,
    disputed.said as disputed, records
from linkage.compared
left join linkage.home on home.address = compared.address
left join linkage.background on background.record = compared.unique_id
left join (select face, said from linkage.standing where is_disputed and number is null) disputed on disputed.face = compared.unique_id
where unique_id in (select face from linkage_wanted);
