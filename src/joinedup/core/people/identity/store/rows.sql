-- What the registers say of each record, and a hash of all that bears on who is who.
create or replace temp view linkage_row as
select *,
    hash(nhs_number, superseded_nhs_number, given_name, family_name, birth_date, sex, address, postcode, is_sensitive,
        birth_place, occupation, changed_identity_of) as content
from linkage_sent_row;
