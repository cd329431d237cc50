-- One row per unit that bears on another: units that share an NHS number or a full description, or are likely pairs.
create or replace temp table linkage_bears as
with numbered as (
    select sent_number as number, unit from linkage.record_face join linkage.unit using (face) where sent_number is not null
    union all
    select old_number, unit from linkage.record_face join linkage.unit using (face) where old_number is not null
), described as (
    select given, family, birth, postcode, unit
    from linkage.face join linkage.unit using (face)
    where given is not null and family is not null and birth is not null and postcode is not null
), bears as (
    select min(unit) over (partition by number) as unit_l, unit as unit_r
    from numbered where number not in (select number from linkage.quarantined)
    union all
    select min(unit) over (partition by given, family, birth, postcode), unit from described
    union all
    select unit_l, unit_r from linkage.unit_pair
    union all
    select l.unit, r.unit
    from linkage.must_link
    join linkage.unit l on l.face = face_l
    join linkage.unit r on r.face = face_r
)
select distinct unit_l, unit_r from bears where unit_l <> unit_r;
