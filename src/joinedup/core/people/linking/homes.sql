-- One row per address somebody's home is compared by: its numbers, and its words. Written ways repeat, so each once.
create or replace table linkage.home as
select address, people_doors(words) as doors, people_street(words) as street
from (
    select address, people_words(address) as words
    from (select distinct address from linkage.everybody where address is not null and registers <> $closed)
);

-- One row per street: which threes of letters it has.
create or replace table linkage.spelt as
select street, people_letters(replace(street, ' ', '')) as letters
from (select distinct street from linkage.home where street is not null);
