-- One row per record whose NHS number is none: what was received.
create table linkage.not_number as
select source, record_id, not_a_number as received from linkage.sent where not_a_number is not null;
