-- Every block key of every face, also of those that no residual face shares yet.
create or replace temp table linkage_key as
with word as (
    select unique_id, nick, family, birth, word
    from linkage.compared
    join (
        select address, unnest(list_distinct(string_split(street, ' '))) as word from linkage.home where street is not null
    ) worded on worded.address = compared.address
    where word in (select word from linkage.used_word)
), telling as (
    select *, lead(word) over (partition by unique_id order by word) as next_word from word
), keyed as (
    select unique_id, unnest(people_block_keys(given, nick, family, birth, postcode, sector, doors, street, number)) as key
    from linkage.compared
    left join linkage.home on home.address = compared.address
    union all
    select unique_id, unnest(people_word_keys(nick, family, birth, word, next_word)) from telling
)
select key, unique_id as face from keyed where key is not null;
