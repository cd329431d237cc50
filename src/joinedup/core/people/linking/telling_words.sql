-- Words of an address that tell streets and houses apart, with the next one in the alphabet, so that two words go together
-- whatever their order. One row per face and word.
create table linkage.telling_word as
with worded as (
    select street, unnest(list_distinct(string_split(street, ' '))) as word from linkage.spelt
), telling as (
    select street, word from worded where word in (select word from linkage.used_word)
)
select unique_id, unit, is_residual, registers, nick, family, birth, word,
    lead(word) over (partition by unique_id order by word) as next_word
from linkage.compared
join telling on telling.street = compared.street;
