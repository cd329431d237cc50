"""The only door to DuckDB: tables in, SQL over columns, Parquet out."""

from joinedup.core.engine.choosing import NoSuchEngine, WhichEngine, session
from joinedup.core.engine.duck import Engine, FileInUse, NotADatabase, SqlError, lacks_room
from joinedup.core.engine.sharing import Blocks, Limits
from joinedup.core.engine.storage import WouldBeLost, check_can_replace, new_directory, write_text

__all__ = [
    "Blocks",
    "Engine",
    "FileInUse",
    "Limits",
    "NoSuchEngine",
    "NotADatabase",
    "SqlError",
    "WhichEngine",
    "WouldBeLost",
    "check_can_replace",
    "lacks_room",
    "new_directory",
    "session",
    "write_text",
]
