-- One row per key: of rows with one source and record id, the latest; of equally late ones, whichever sorts first.
create table linkage.sent as
select * from linkage.received
qualify row_number() over (
    partition by record order by updated_on desc nulls last, number, given, middle, family, birth, sex, postcode, address
) = 1;
