"""The search of packages, compiled as one."""

from pathlib import Path

from joinedup.core.compiled import compiler

FOLDER = Path(__file__).parent
compiled, inlined = compiler(FOLDER), compiler(FOLDER, forceinline=True)
