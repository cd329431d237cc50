"""The search of rounds, compiled as one."""

from pathlib import Path

from joinedup.core.compiled import compiler

compiled = compiler(Path(__file__).parent, error_model="numpy")
