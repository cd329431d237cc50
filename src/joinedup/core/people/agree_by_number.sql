-- Pairs of faces that share an NHS number, and whether the people they describe agree.
-- A number keyed on the wrong record belongs to somebody else, often a twin, a parent or a child of the same name.
create table linkage.number_pair as
select
    l.number, l.face as face_l, r.face as face_r,
    coalesce(case
        -- born the same day and called the same; the family name may have changed
        when l.birth = r.birth and people_givens_alike(l.given, l.nick, l.middle, r.given, r.nick, r.middle) then
            length(l.given) > 1 and length(r.given) > 1 or people_families_alike(l.family, r.family)
        -- one given name missing: the family name must speak for it
        when l.birth = r.birth and (l.given is null or r.given is null) then people_families_alike(l.family, r.family)
        -- names exchanged
        when people_names_exchanged(l.given, l.family, r.given, r.family) then people_births_near(l.birth, r.birth)
        -- a slip in the date, or no date, needs both names
        when people_births_near(l.birth, r.birth) or l.birth is null or r.birth is null then
            people_givens_alike(l.given, l.nick, l.middle, r.given, r.nick, r.middle)
            and people_families_alike(l.family, r.family)
        -- another date altogether: names strongly agree and the years are too close for parent and child
        else l.nick = r.nick and l.family = r.family and abs(l.birth[1:4]::int - r.birth[1:4]::int) < 12
            and coalesce(l.sex = r.sex, true)
    end, false) as agrees
from linkage.face l
join linkage.face r on l.number = r.number and l.face < r.face;
