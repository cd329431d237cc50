-- How text that an agency sent is read. Each macro answers null for what it cannot read.

create or replace temp macro iso_date(raw) as case
    when regexp_matches(raw, '^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.+Z -]*)?$') and left(raw, 4) >= '1000'
    then try_cast(left(raw, 10) as date)
end;

-- A time behind the date is cut off, as it is from an ISO date. A year of two or three digits read as %Y would be in antiquity.
create or replace temp macro formatted_date(raw, pattern) as (
    select case when day >= date '1000-01-01' and day <= date '9999-12-31' then day end
    from (select coalesce(
        try_strptime(raw, pattern), try_strptime(
            regexp_replace(raw, '[T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?( ?[AaPp][Mm]|Z)?$', ''), pattern
        )
    )::date as day)
);

create or replace temp macro plain_number(raw) as regexp_replace(
    case when regexp_matches(raw, '^[-+£]*[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?$') then replace(raw, ',', '') else raw end,
    '^([-+]?)£', '\1'
);

create or replace temp macro as_number(raw) as case
    when regexp_matches(plain_number(raw), '^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]{1,2})?$')
    then try_cast(plain_number(raw) as double)
end;

create or replace temp macro as_integer(raw) as case
    when regexp_matches(plain_number(raw), '^[-+]?[0-9]+([.]0*)?$')
    then try_cast(split_part(plain_number(raw), '.', 1) as bigint)
end;

create or replace temp macro as_list(raw) as nullif(
    list_filter(list_transform(string_split(raw, ';'), lambda part: trim(part)), lambda part: part <> ''), []
);

-- NHS Data Dictionary, NHS NUMBER: ten digits, the last a modulus 11 check digit over weights 10 to 2; so all ten,
-- weighted 10 to 1, sum to a multiple of 11. Ten equal digits pass for some digits, but are never issued.
-- Excel adds a quotation mark, ="…" or .0 to keep or spoil them as numbers; 9.990000018E+09 still has all ten digits,
-- 9.99E+09 does not.
create or replace temp macro nhs_digits(raw) as case
    when regexp_full_match(raw, '[0-9][.][0-9]{8,9}[eE][+]?0?9') then as_number(raw)::bigint::varchar
    else regexp_replace(regexp_replace(raw, '[\s=''"-]', '', 'g'), '^([0-9]{10})[.]0$', '\1')
end;

-- What an export writes below or above the records: a total, or a rule of dashes.
create or replace temp macro is_of_export(raw) as coalesce(
    regexp_full_match(lower(raw), '((grand|sub)[ -]?)?totals?:?|-{3,}|={3,}'), false
);

create or replace temp macro as_nhs_number(raw) as case
    when regexp_full_match(nhs_digits(raw), '[0-9]{10}')
        and nhs_digits(raw) <> repeat(left(nhs_digits(raw), 1), 10)
        and list_sum(list_transform(
            range(1, 11), lambda place: (11 - place) * substr(nhs_digits(raw), place::int, 1)::int
        )) % 11 = 0
    then nhs_digits(raw)
end;

-- The shape of a unit postcode (BS 7666 address guidelines); ZZ99 pseudo-postcodes of the NHS have it too.
create or replace temp macro close_postcode(raw) as upper(regexp_replace(raw, '[^A-Za-z0-9]', '', 'g'));

create or replace temp macro as_postcode(raw) as case
    when regexp_full_match(close_postcode(raw), '([A-Z]{1,2}[0-9][A-Z0-9]?[0-9]|GIR0)[A-Z]{2}')
    then left(close_postcode(raw), -3) || ' ' || right(close_postcode(raw), 3)
end;

-- The shape of a value, never the value.
create or replace temp macro value_class(raw) as case
    when raw is null then 'empty'
    when iso_date(raw) is not null then 'a date'
    when regexp_full_match(raw, '[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}.*') then 'parts like a date'
    when regexp_full_match(raw, '[0-9]+') then counted(length(raw), 'digit')
    when regexp_full_match(raw, '[0-9][0-9 -]*') then counted(length(nhs_digits(raw)), 'digit') || ' with gaps'
    when regexp_full_match(raw, '[-+]?[0-9.,]+') then 'a number'
    when regexp_full_match(raw, '[-+]?[0-9.]+[eE][-+]?[0-9]+') then 'a number that lost its digits, such as 9.99E+09'
    when regexp_full_match(raw, '\pL+') then counted(length(raw), 'letter')
    when regexp_full_match(raw, '[\pL0-9]+') then counted(length(raw), 'letter') || ' and digits'
    else counted(length(raw), 'character')
end;

create or replace temp macro counted(number, thing) as case
    when number > 40 then 'more than 40 ' || thing || 's'
    when number = 1 then '1 ' || thing
    else number || ' ' || thing || 's'
end;

-- An entry of a row's list of problems, its value replaced by the value's shape.
create or replace temp macro classed(entry) as
    {'field': entry.field, 'value_class': value_class(entry.value), 'rule': entry.rule};
