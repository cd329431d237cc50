-- One row per key: of rows with one source and record id, the latest; of equally late ones, whichever sorts first.
create or replace table linkage.sent as
select * from linkage.sent
qualify row_number() over (
    partition by record order by updated_on desc nulls last, number, given, middle, family, birth, sex, postcode, doors, street
) = 1;
