-- One row per face that is scored or learnt from, with all that the model compares. Streets repeat, so their letters are
-- taken apart once each.
create or replace table linkage.described as
with wanted as (
    select linkage_wanted.*, doors, street
    from linkage_wanted
    left join linkage.home on home.address = linkage_wanted.address
), spelt as (
    select street, people_letters(replace(street, ' ', '')) as letters from (select distinct street from wanted where street is not null)
)
select
    wanted.unique_id, unit, is_residual, registers, number, given, nick, nicks, middle, family, birth, born, sex, postcode, sector,
    doors, wanted.street, letters, birth_place, occupation, disputed.said as disputed, records
from wanted
left join spelt on spelt.street = wanted.street
left join linkage.background on background.record = wanted.unique_id
left join (select face, said from linkage.standing where is_disputed and number is null) disputed on disputed.face = wanted.unique_id;
