"""Which records are one person? First by numbers and identical demographics, then by likeness.

The SQL files run in this order; each makes the tables named, in the schema `linkage`. Every file holds only
`create [or replace] table|view … as select` and scalar macros; what is bound is named `$so`.

| file | makes | one row per |
|---|---|---|
| macros (in `people`) | how values are cleaned and compared | |
| written, clean | `written_name`, `written_postcode`, `day`; `received` | way of writing; record |
| repeated_keys | `sent`, if some key repeats; else `received` is renamed | record |
| singled_out | `singled_out` | record somebody keeps apart from another |
| replaced, led_further | `held_apart`, `replaced`; `led` | pair of numbers; NHS number that was replaced |
| superseded | `superseded` | NHS number that was replaced |
| quarantine | `quarantined` | NHS number of too many people |
| once | `once` | register |
| faces | `shown` (a view), `repeated`, `face`, `record_face` | record; what several records say; face |
| given_names | `given_name` | given name in use |
| decided | `must_link`, `cannot_link` | pair of faces people decided about |
| agree_by_number | `number_group`, `number_pair`, `torn`, `number_link`; then `number_unit` | number; pair; face |
| standing | `standing`, `disputed` (a view) | face |
| agree_by_demographics | `demographic_pair`, then `unit` by connected components | pair of faces; face |
| joined | `joined`; `everybody` (a view) | unit; face |
| homes, compared | `home`, `spelt`; `compared` | address, street; face |
| training_draw, described, training_views, chance | `drawn`, `trained`, `u_sample` (training only) | |
| used_words, telling_words | `used_word`, `telling_word` | word; face and word |
| (scoring.py) | `share_<column>` | value |
| blocks | `block_keyed`, `word_keyed` (views), then the pairs that share a key | face; face and word |
| (first_look.py), candidates | `met`, `candidate` (a view) | pair of faces |
| (scoring.py) | `scored` | pair of faces |
| unit_pairs | `likely`, then connected components | pair of faces |
| near, apart | `near`; `near_face`, `apart`, `unit_pair` | pair of units |
| conflicts, contested, accepted | `conflict`, `contested`, `accepted` | pair of units |
| awkward, kept | `awkward`, `accepted` again, where people must be kept apart | group; pair of units |
| grown | `grown` (a view) | unit |
"""
