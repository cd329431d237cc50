-- Registers that list a person once: of the records with full name and date of birth hardly any repeats another's. Where
-- there is one register alone, who is in it twice is the very question.
-- Each has a bit, so that two units with a record of the same such register are seen to be two people.
create table linkage.once as
with described as (
    select source, who, count(*) as records
    from linkage.sent
    where who is not null
    group by source, who
), judged as (
    select source, sum(records) as records, sum(records) - count(*) as repeated
    from described group by source
), chosen as (
    select source, row_number() over (order by records desc, source) as place
    from judged where records >= $least_records and repeated <= $most_repeated * records
        and (select count(distinct source) from linkage.sent) > 1
)
select source, (2 ** (place - 1))::bigint as bit from chosen where place <= 60;
