-- Pairs of faces of different units, at least one of them residual, that share a block of bearable size and pass the quick
-- tests: no register that lists people once has both, dates of birth are near (or, if registers list both once, not as far
-- apart as those of parent and child), and two numbers that differ leave room for one slip or need one date. Where dates of one person are often wholly different, they tell nobody apart.
-- So do pairs whose one number is disputed between them.
-- Of all these, candidates can still weigh enough to be of interest by name, birth, sex and number (most of one home
-- cannot), and are not vetoed: twins, parent and child of one name, brother and sister are never one person without a
-- shared number. What is known of their weight by then is kept.
create table linkage.met as
with quarrel as (
    select face_l, face_r
    from linkage.number_pair
    join linkage.compared l on l.unique_id = face_l
    join linkage.compared r on r.unique_id = face_r
    where not agrees and l.unit <> r.unit and (l.is_residual or r.is_residual) and l.registers & r.registers = 0
), asked as (
    select l as face_l, r as face_r, false as is_disputed
    from linkage_sharing
    where not exists (select 1 from quarrel where face_l = l and face_r = r)
    union all
    select face_l, face_r, true from quarrel
), described as (
    select unique_id, unit, registers, number, disputed, given, middle, family, birth, birth::int as day, born, sex,
        share_given.share as share_given, share_family.share as share_family
    from linkage.compared
    left join linkage.share_given on share_given.value = given
    left join linkage.share_family on share_family.value = family
    left join linkage.disputed on disputed.face = unique_id
), paired as (
    select face_l, face_r, l.unit as unit_l, r.unit as unit_r, l.registers as registers_l, r.registers as registers_r,
        l.number as number_l, r.number as number_r, l.disputed as disputed_l, r.disputed as disputed_r,
        l.given as given_l, r.given as given_r, given_name_l.nicks as nicks_l, given_name_r.nicks as nicks_r,
        l.middle as middle_l, r.middle as middle_r, l.family as family_l, r.family as family_r,
        l.birth as birth_l, r.birth as birth_r, l.born as born_l, r.born as born_r, l.sex as sex_l, r.sex as sex_r,
        l.share_given as share_given_l, r.share_given as share_given_r,
        l.share_family as share_family_l, r.share_family as share_family_r
    from asked
    join described l on l.unique_id = face_l
    join described r on r.unique_id = face_r
    left join linkage.given_name given_name_l on given_name_l.given = l.given
    left join linkage.given_name given_name_r on given_name_r.given = r.given
    where is_disputed or l.day is null or r.day is null or l.day = r.day or (
        (people_days_near(l.day, r.day) or not $births_tell
            or l.registers <> 0 and r.registers <> 0 and abs(l.day // 10000 - r.day // 10000) < 12)
        and (l.number is null or r.number is null or people_digits_apart(l.number, r.number) <= 2))
), graded as (
    select *, people_first_levels(
        given_l, nicks_l, middle_l, family_l, birth_l, born_l, sex_l, number_l, disputed_l,
        given_r, nicks_r, middle_r, family_r, birth_r, born_r, sex_r, number_r, disputed_r) as levels
    from paired
)
select face_l, face_r, unit_l, unit_r,
    birth_l is not null and birth_r is not null and given_l is not null and given_r is not null as is_seen,
    people_first_weight(levels, share_given_l, share_given_r, share_family_l, share_family_r) as first_weight,
    case
        when people_most_weight(levels) < $least_weight then false
        else not people_vetoed(
            given_l, nicks_l, middle_l, family_l, birth_l, born_l, sex_l, number_l, registers_l,
            given_r, nicks_r, middle_r, family_r, birth_r, born_r, sex_r, number_r, registers_r,
            $names_tell, $names_tell_once, $births_tell)
    end as is_candidate
from graded;

create view linkage.candidate as
select face_l, face_r, unit_l, unit_r, is_seen, first_weight from linkage.met where is_candidate;
