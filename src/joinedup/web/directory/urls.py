"""Where is the directory given to everybody, and where is it kept true?"""

from django.urls import path, re_path

from joinedup.web.directory.importing import views as importing
from joinedup.web.directory.public.urls import urlpatterns as public
from joinedup.web.directory.published.api import urlpatterns as published
from joinedup.web.directory.signposting.urls import urlpatterns as signposting
from joinedup.web.directory.upkeep import views as upkeep

KEY = r"(?P<key>[0-9a-fA-F-]{36})"

app_name = "directory"
urlpatterns = [
    *public,
    *signposting,
    *published,
    path("directory/upkeep/", upkeep.upkeep, name="upkeep"),
    path("directory/upkeep/pairs/", upkeep.pair, name="upkeep_pair"),
    path("directory/upkeep/pairs/find/", upkeep.find_doubled, name="find_doubled"),
    path("directory/upkeep/proposals/<int:number>/", upkeep.proposal, name="upkeep_proposal"),
    re_path(rf"^directory/upkeep/services/{KEY}/$", upkeep.entry, name="upkeep_entry"),
    re_path(rf"^directory/upkeep/services/{KEY}/edit/$", upkeep.edit, name="upkeep_edit"),
    re_path(rf"^directory/upkeep/services/{KEY}/(?P<what>check|link|out)/$", upkeep.act, name="upkeep_act"),
    re_path(rf"^directory/upkeep/services/{KEY}/versions/(?P<number>\d{{1,9}})/$", upkeep.put_back, name="put_back"),
    path("directory/imports/", importing.imports, name="imports"),
    path("directory/imports/sources/", importing.add_source, name="add_source"),
    path("directory/imports/<int:number>/", importing.one, name="import"),
    re_path(r"^directory/own/(?P<token>[A-Za-z0-9_:-]{40,200})/$", upkeep.own_entry, name="own_entry"),
]
