"""Where is the directory given to everybody, and where is it kept true?"""

from joinedup.web.directory.published.api import urlpatterns as published

app_name = "directory"
urlpatterns = [*published]
