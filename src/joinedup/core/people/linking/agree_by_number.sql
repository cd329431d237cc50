-- One row per NHS number of several faces, and whether all of them say the same full name and date of birth, as most do.
-- Where somebody keeps two of them apart, each pair is judged by itself.
create table linkage.number_group as
with kept_apart as (
    select face_l as face from linkage.cannot_link union select face_r from linkage.cannot_link
)
select number, min(face.face) as first_face,
    coalesce(min(who) = max(who), false) and count(who) = count(*) and count(kept_apart.face) = 0 as is_alike
from linkage.face
left join kept_apart on kept_apart.face = face.face
where number is not null
group by number having count(*) > 1;

-- Of the others, each pair of faces, and whether the people they describe agree. A number keyed on the wrong record belongs to
-- somebody else, often a twin, a parent or a child of the same name.
create table linkage.number_pair as
with asked as (
    select face.*, nicks
    from linkage.face
    join linkage.number_group using (number)
    left join linkage.given_name on given_name.given = face.given
    where not is_alike
)
select
    l.number, l.face as face_l, r.face as face_r,
    case
        when l.who = r.who then true
        else coalesce(people_agree(
            l.given, l.nicks, l.middle, l.family, l.birth, l.born, l.sex,
            r.given, r.nicks, r.middle, r.family, r.birth, r.born, r.sex
        ), false)
    end as agrees
from asked l
join asked r on r.number = l.number
where l.face < r.face;

-- Faces that say too little (no date of birth, no given name or an initial of one) to tell two people of their number apart
-- who cannot be one: they agree with both, and are either's as likely, so the number joins them to neither.
create table linkage.torn as
with told as (
    select face.*, nicks, given is null or length(given) = 1 or birth is null as is_bare
    from linkage.face
    left join linkage.given_name using (given)
    where number in (select number from linkage.number_pair where not agrees)
), apart as (
    select face_l, face_r
    from linkage.number_pair
    join told l on l.face = face_l
    join told r on r.face = face_r
    where not agrees and people_vetoed(
        l.given, l.nicks, l.middle, l.family, l.birth, l.born, l.sex, l.number, 0,
        r.given, r.nicks, r.middle, r.family, r.birth, r.born, r.sex, r.number, 0, true, true, true)
), agreeing as (
    select face_l as face, face_r as other from linkage.number_pair where agrees
    union all
    select face_r, face_l from linkage.number_pair where agrees
)
select distinct told.face
from told
join agreeing one on one.face = told.face
join agreeing another on another.face = told.face
join apart on apart.face_l = one.other and apart.face_r = another.other
where is_bare;

-- Pairs of faces that a number joins.
create table linkage.number_link as
select first_face as face_l, face as face_r
from linkage.face
join linkage.number_group using (number)
where is_alike and face <> first_face
union all
select face_l, face_r
from linkage.number_pair
where agrees and face_l not in (select face from linkage.torn) and face_r not in (select face from linkage.torn);
