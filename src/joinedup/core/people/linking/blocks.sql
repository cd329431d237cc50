-- Keys two faces must share at least one of to be compared: each survives an error the others do not.
create table linkage.block_key as
select unique_id, unit, is_residual, hash(key) as key
from (
    select unique_id, unit, is_residual, unnest([
        'family and birth:' || left(family, 3) || birth,
        'given and birth:' || left(nick, 3) || birth,
        'initials and birth:' || least(given[1], family[1]) || greatest(given[1], family[1]) || birth,
        'part of town and birth:' || sector || birth,
        'names and year:' || least(nick, family) || '|' || greatest(nick, family) || birth[1:4],
        'name starts and year:' || left(given, 3) || '|' || left(family, 3) || birth[1:4] || sector,
        'names and sector:' || nick || '|' || family || '|' || sector,
        'initials and postcode:' || least(given[1], family[1]) || greatest(given[1], family[1]) || postcode,
        'home:' || postcode || left(street, 6),
        'door and street:' || doors || left(street, 8)
    ]) as key
    from linkage.compared
    union all
    select unique_id, unit, is_residual, unnest([
        'given and word:' || nick || '|' || word,
        'family and word:' || family || '|' || word,
        'birth and word:' || birth || '|' || word,
        'two words:' || word || '|' || next_word
    ])
    from linkage.telling_word
)
where key is not null;
