"""Which records are one person? First by numbers and identical demographics, then by likeness.

The SQL files run in this order; each makes the tables named, in the schema `linkage`. Every file holds only
`create [or replace] table|view … as select` and scalar macros; what is bound is named `$so`.

| file | makes | one row per |
|---|---|---|
| macros (in `people`) | how values are cleaned and compared | |
| written, clean | `written_name`, `written_postcode`, `day`; `received` | way of writing; record |
| repeated_keys | `sent`, if some key repeats; else `received` is renamed | record |
| singled_out | `singled_out` | record somebody keeps apart from another |
| superseded | `superseded` | NHS number that was replaced |
| quarantine | `quarantined` | NHS number of too many people |
| faces | `shown`, `named`, `face`, `record_face` | record; face |
| given_names | `given_name` | given name in use |
| decided | `must_link`, `cannot_link` | pair of faces people decided about |
| agree_by_number | `number_group`, `number_pair`, `number_link`; `number_unit` by components | number; pair; face |
| standing | `standing` | face |
| agree_by_demographics | `demographic_pair`, then `unit` by connected components | pair of faces; face |
| once, compared | `once`; `joined`; `everybody` (a view), `compared` | register; unit; face |
| homes | `home` | address |
| training_draw, described, training_views, chance | `drawn`, `trained`, `u_sample` (training only) | |
| used_words, telling_words | `used_word`, `telling_word` | word; face and word |
| blocks, block_sizes | `residual_key`, `looked_up_key`, `block_key` (a view); `block` | face and key; key |
| candidates | `met`, `met_face`, `candidate` | pair of faces |
| described | `described`, of the faces in the view `linkage_wanted` | face |
| (scoring.py) | `share_<column>`, `scored` | value; pair of faces |
| unit_pairs | `likely`, then connected components | pair of faces |
| near, apart | `near`; `near_face`, `apart`, `unit_pair` | pair of units |
| conflicts, contested, accepted | `conflict`, `contested`, `accepted` | pair of units |
| awkward, kept | `awkward`, `accepted` again, where people must be kept apart | group; pair of units |
| grown | `grown` | unit |
"""
