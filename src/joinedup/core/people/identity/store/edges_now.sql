-- The links there are now, by the names of their records: the last that was said of each.
select l.source as left_source, l.record_id as left_record_id, r.source as right_source, r.record_id as right_record_id,
    edge.how, latest.weight, latest.probability
from (
    select left_record, right_record, how,
        arg_max({'weight': weight, 'probability': probability, 'is_there': is_there}, run) as latest
    from people.edge_change group by left_record, right_record, how
) edge
join people.record l on l.record = left_record
join people.record r on r.record = right_record
where latest.is_there
