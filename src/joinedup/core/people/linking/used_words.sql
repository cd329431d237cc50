-- Words of an address that tell streets and houses apart: neither typed once nor the name of a town.
create table linkage.used_word as
with lived_in as (
    select street, count(*) as faces, bool_or(is_residual) as is_residual
    from linkage.compared where street is not null group by street
), worded as (
    select unnest(list_distinct(string_split(street, ' '))) as word, faces, is_residual from lived_in
)
select word
from worded
where length(word) >= 4
group by word
having sum(faces) between 2 and $most_members and bool_or(is_residual);
