-- The circles of two records, to be judged once more and looked at.
create or replace temp table linkage_stale as
select circle from people.record
where (source, record_id) in (($left_source, $left_record_id), ($right_source, $right_record_id));
