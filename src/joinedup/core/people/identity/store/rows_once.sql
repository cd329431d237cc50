-- Of rows with one source and record id, the latest.
create or replace temp view linkage_row as
select *,
    hash(nhs_number, superseded_nhs_number, given_name, family_name, birth_date, sex, address, postcode, is_sensitive,
        birth_place, occupation, changed_identity_of) as content
from linkage_sent_row
qualify row_number() over (
    partition by source, record_id
    order by updated_on desc nulls last, nhs_number, given_name, family_name, birth_date, sex, postcode, address,
        changed_identity_of
) = 1;
