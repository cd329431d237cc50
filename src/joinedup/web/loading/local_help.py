"""Which voluntary help is near somebody most at risk for whom no package could be made?"""

from joinedup.core.engine import Engine
from joinedup.core.interop import Place
from joinedup.core.plans import local_help
from joinedup.job.plans import middles_of, real_help

WITHOUT_PACKAGE = """
select distinct s.person_id, p.neighbourhood
from score s
join person_loaded p using (person_id)
left join package k using (person_id)
where s.is_above_threshold and k.person_id is null"""


def find(engine: Engine, place: Place) -> None:
    """Make `help_without_package` readable: services near these people, those that give what was left out first."""
    without, fitting = engine.table(WITHOUT_PACKAGE), engine.table("select person_id, offer from left_out")
    found = local_help(without, fitting, real_help(place), engine, middles=middles_of(place))
    engine.register("help_without_package", found)
