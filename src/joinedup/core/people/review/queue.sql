-- The pairs people should look at: those in doubt, the likeliest to be one person first.
create or replace table linkage.queued as
select * from linkage.chance
where chance >= $least_chance
order by chance desc, records.record_l, records.record_r
limit $most;
