-- Pairs of faces that share an NHS number, and whether the people they describe agree.
-- A number keyed on the wrong record belongs to somebody else, often a twin, a parent or a child of the same name.
create table linkage.number_pair as
select
    l.number, l.face as face_l, r.face as face_r,
    coalesce(case
        -- born the same day and called the same; the family name may have changed
        when l.birth = r.birth and people_givens_alike(l.given, l.nicks, l.middle, r.given, r.nicks, r.middle) then
            length(l.given) > 1 and length(r.given) > 1 or people_families_alike(l.family, r.family)
        -- a short form mistyped, or a nickname nobody lists: the same initial, family and sex will do
        when l.birth = r.birth and l.given[1] = r.given[1] then
            people_families_alike(l.family, r.family) and coalesce(l.sex = r.sex, true)
        -- one given name missing: the family name must speak for it
        when l.birth = r.birth and (l.given is null or r.given is null) then people_families_alike(l.family, r.family)
        -- names exchanged
        when people_names_exchanged(l.given, l.family, r.given, r.family) then people_births_near(l.birth, l.born, r.birth, r.born)
        -- a slip in the date, or no date, needs both names
        when people_births_near(l.birth, l.born, r.birth, r.born) or l.birth is null or r.birth is null then
            people_givens_alike(l.given, l.nicks, l.middle, r.given, r.nicks, r.middle)
            and people_families_alike(l.family, r.family)
        -- another date altogether: names strongly agree and the years are too close for parent and child
        else list_has_any(l.nicks, r.nicks) and l.family = r.family and abs(l.birth[1:4]::int - r.birth[1:4]::int) < 12
            and coalesce(l.sex = r.sex, true)
    end, false) as agrees
from linkage.face l
join linkage.face r on l.number = r.number and l.face < r.face;
