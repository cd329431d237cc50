-- The links within groups that hold people who must stay apart, the strongest first: what people decided, latest first,
-- then by how much the two faces agree in.
select link.face_l, link.face_r
from linkage_link link
join linkage.face l on l.face = link.face_l
join linkage.face r on r.face = link.face_r
left join linkage.must_link must on must.face_l = link.face_l and must.face_r = link.face_r
where link.face_l in (select face from linkage_divided)
order by must.place nulls last,
    coalesce(3 * (l.number = r.number)::int, 0) + coalesce(3 * (l.birth = r.birth)::int, 0)
    + coalesce(2 * (l.given = r.given)::int, 0) + coalesce(2 * (l.family = r.family)::int, 0)
    + coalesce((l.middle = r.middle)::int, 0) + coalesce((l.sex = r.sex)::int, 0)
    + coalesce((l.postcode = r.postcode)::int, 0) + coalesce((l.address = r.address)::int, 0) desc,
    link.face_l, link.face_r;
