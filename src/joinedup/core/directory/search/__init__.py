"""What helps somebody who says in their own words what is the matter, and where they are?"""

from joinedup.core.directory.search.catalogue import Catalogue
from joinedup.core.directory.search.documents import Document, document, documents
from joinedup.core.directory.search.filters import Filters
from joinedup.core.directory.search.lexical import Lexical, PostgresLexical, SqliteLexical
from joinedup.core.directory.search.question import Question, about_needs, understand
from joinedup.core.directory.search.searching import Answer, Found, related, search
from joinedup.core.directory.search.suggestions import Suggestions

__all__ = [
    "Answer",
    "Catalogue",
    "Document",
    "Filters",
    "Found",
    "Lexical",
    "PostgresLexical",
    "Question",
    "SqliteLexical",
    "Suggestions",
    "about_needs",
    "document",
    "documents",
    "related",
    "search",
    "understand",
]
