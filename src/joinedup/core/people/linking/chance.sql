-- How often two different people share a rare thing by chance: counted over the largest register, one record a unit,
-- because a sample of pairs seldom meets them. The half keeps what was never met from being thought impossible.
with person as (
    select birth, postcode, doors, street
    from linkage.record_face
    join linkage.everybody on everybody.unique_id = record_face.face
    left join linkage.home on home.address = everybody.address
    where source = (select source from linkage.record_face group by source order by count(*) desc, source limit 1)
    qualify row_number() over (partition by unit order by record) = 1
), born as (
    select sum(n * (n - 1)) as sharing, sum(n) as people
    from (select count(*) as n from person where birth is not null group by birth)
), lives as (
    select sum(n * (n - 1)) as sharing, sum(n) as people
    from (select count(*) as n from person where postcode is not null and street is not null group by postcode, doors, street[1:4])
), number as (
    select sum(n * (n - 1)) as sharing, sum(n) as people
    from (select count(*) as n from person where postcode is not null and street is not null and doors <> '' group by postcode, doors)
), numbered_home as (
    select sum(n * (n - 1)) as sharing
    from (select count(*) as n from person where postcode is not null and street is not null and doors <> '' group by postcode, doors, street[1:4])
), road as (
    select sum(n * (n - 1)) as sharing, sum(n) as people
    from (select count(*) as n from person where postcode is not null and street is not null group by postcode, street[1:4])
), moved as (
    select sum(n * (n - 1)) as sharing, sum(n) as people
    from (select count(*) as n from person where doors <> '' and street is not null group by doors, street[1:8])
)
select
    (born.sharing + 0.5) / greatest(2, born.people * (born.people - 1)) as same_birth,
    (lives.sharing + 0.5) / greatest(2, lives.people * (lives.people - 1)) as same_home,
    greatest(0.5, number.sharing - numbered_home.sharing + 0.5) / greatest(2, number.people * (number.people - 1)) as same_number,
    greatest(0.5, road.sharing - lives.sharing + 0.5) / greatest(2, road.people * (road.people - 1)) as same_road,
    greatest(0.5, moved.sharing - lives.sharing + 0.5) / greatest(2, moved.people * (moved.people - 1)) as same_street
from born, lives, number, numbered_home, road, moved;
