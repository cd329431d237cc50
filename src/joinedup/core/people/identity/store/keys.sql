-- Every block key of every face, also of those that no residual face shares yet.
create or replace temp table linkage_key as
with word as (
    select unique_id, nick, family, birth, word
    from linkage.compared
    join (
        select street, unnest(list_distinct(string_split(street, ' '))) as word from linkage.spelt
    ) worded on worded.street = compared.street
    where word in (select word from linkage.used_word)
), telling as (
    select *, lead(word) over (partition by unique_id order by word) as next_word from word
), keyed as (
    select unique_id, unnest(people_block_keys(given, nick, family, birth, postcode, sector, doors, street, number)) as key
    from linkage.compared
    union all
    select unique_id, unnest(people_word_keys(nick, family, birth, word, next_word)) from telling
)
select key, unique_id as face from keyed where key is not null;
