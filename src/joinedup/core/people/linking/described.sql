-- One row per face that is scored or learnt from, with all that the model compares.
create or replace table linkage.described as
with wanted as (
    select linkage_wanted.*, doors, street
    from linkage_wanted
    left join linkage.home on home.address = linkage_wanted.address
)
select
    wanted.unique_id, unit, is_residual, registers, number, given, nick, nicks, middle, family, birth, born, sex, postcode, sector,
    doors, wanted.street, letters, birth_place, occupation, disputed, records
from wanted
left join linkage.spelt on spelt.street = wanted.street
left join linkage.background on background.record = wanted.unique_id
left join linkage.disputed on disputed.face = wanted.unique_id;
