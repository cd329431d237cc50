-- One row per record: what joins it to its person.
select source, record_id, record, placed.* from linkage.record_face join linkage.placed using (face)
