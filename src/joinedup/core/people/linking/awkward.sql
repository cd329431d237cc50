-- Groups that hold two people with numbers of their own, or a pair that must stay apart, or too many faces.
create or replace table linkage.awkward as
select person from linkage_grown join linkage.compared using (unit)
group by person
having count(distinct case when not is_residual then unit end) > 1 or count(*) > $most_faces
union
select l.person from linkage.conflict
join linkage_grown l on l.unit = unit_l
join linkage_grown r on r.unit = unit_r and r.person = l.person;
