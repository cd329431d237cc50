-- Words of an address that tell streets and houses apart, with the next one in the alphabet, so that two words go together
-- whatever their order.
create table linkage.telling_word as
with worded as (
    select address, unnest(list_distinct(string_split(street, ' '))) as word from linkage.home where street is not null
), word as (
    select unique_id, unit, is_residual, number, registers, nick, family, birth, word
    from linkage.compared
    join worded on worded.address = compared.address
    where length(word) >= 4
)
select word.*, lead(word) over (partition by unique_id order by word) as next_word
from word where word in (select word from linkage.used_word);
