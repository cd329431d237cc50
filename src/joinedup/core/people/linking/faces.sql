-- One row per face: records alike in every value that is compared. A hundred copies of a record are one face.
create table linkage.face as
select row_number() over (order by founder) - 1 as face, *, people_letters(replace(street, ' ', '')) as letters
from (
    select
        content, min(record) as founder, count(*) as records,
        min(number) as number, min(given) as given, min(nick) as nick, min(nicks) as nicks, min(middle) as middle, min(family) as family,
        min(birth) as birth, min(born) as born, min(sex) as sex, min(postcode) as postcode, min(sector) as sector, min(doors) as doors,
        min(street) as street
    from linkage.record
    group by content
);
