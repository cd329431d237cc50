-- What the registers said of each record, and a hash of all that is compared.
create or replace temp table linkage_row as
select source, record_id, nhs_number, superseded_nhs_number, given_name, family_name, birth_date, sex, address, postcode,
    updated_on, is_sensitive,
    hash(nhs_number, superseded_nhs_number, given_name, family_name, birth_date, sex, address, postcode, is_sensitive) as content
from linkage_sent_row;
