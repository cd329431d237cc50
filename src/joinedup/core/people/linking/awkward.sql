-- Groups that hold two people with numbers of their own, or a pair that must stay apart, or too many faces.
create or replace table linkage.awkward as
with grown as (
    select root as person, unit, is_residual
    from linkage_joined join linkage.joined on joined.unit = linkage_joined.member
)
select person from grown group by person having count(case when not is_residual then 1 end) > 1
union
select person from grown join linkage.unit on unit.unit = grown.unit group by person having count(*) > $most_faces
union
select l.person from linkage.conflict
join grown l on l.unit = unit_l
join grown r on r.unit = unit_r and r.person = l.person;
