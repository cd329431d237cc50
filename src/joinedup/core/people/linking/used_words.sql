-- Words of an address that tell streets and houses apart: neither typed once nor the name of a town.
create table linkage.used_word as
with worded as (
    select address, unnest(list_distinct(string_split(street, ' '))) as word from linkage.home where street is not null
)
select word
from linkage.compared
join worded on worded.address = compared.address
where length(word) >= 4
group by word
having count(*) between 2 and $most_members and bool_or(is_residual);
