"""What was counted over everybody when the model was made, for runs that see only some of them?

How common a name is, which registers list people once, which words of addresses tell homes apart: counted anew over a
part they would say something else. A run with the model of the index, whole or in part, uses what was counted with it.
"""

from dataclasses import dataclass

from joinedup.core.engine import Engine
from joinedup.core.people.statements import run, text


@dataclass(frozen=True)
class Known:
    """The index's statistics, as tables of the database `people`.

    Parameters
    ----------
    closed : the registers with which a unit has a record of each.
    accepts_test_numbers : whether numbers of the test range count.
    is_part : the run sees only the records in `linkage_scope`; the others still count in the sizes of blocks, and in
        which numbers are quarantined.
    """

    closed: int
    accepts_test_numbers: bool | None = None
    is_part: bool = False

    def quarantine(self, engine: Engine) -> None:
        """Numbers quarantined before stay so, though only some of their records are seen."""
        if self.is_part:
            run(engine, "linking/known_quarantine")

    @property
    def unseen(self) -> str:
        """A query of how many members each block has that are not seen; empty if all are."""
        return text("linking/known_sizes") if self.is_part else ""

    def copy(self, engine: Engine, name: str) -> None:
        """Write `linkage.<name>` as it was counted."""
        engine.execute(f"create or replace table linkage.{name} as select * from people.{name}")

    def copy_shares(self, engine: Engine, column: str) -> None:
        """Write `linkage.share_<column>`; a value never met before is as rare as the rarest."""
        engine.execute(
            f"create or replace table linkage.share_{column} as"
            " select value, share from people.share where name = $name",
            name=column,
        )
