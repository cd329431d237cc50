-- The rows of the records of the circles to judge, as they are now.
create or replace temp table linkage_scope_row as
select source, record_id, nhs_number, superseded_nhs_number, given_name, family_name, birth_date, sex, address, postcode,
    updated_on, is_sensitive, birth_place, occupation, changed_identity_of, content
from people.record
where circle in (select circle from linkage_stale)
    and record not in (select record from linkage_removed)
    and record not in (select record from linkage_changed)
union all
select source, record_id, nhs_number, superseded_nhs_number, given_name, family_name, birth_date, sex, address, postcode,
    updated_on, is_sensitive, birth_place, occupation, changed_identity_of, content
from linkage_changed;
