"""The directory of services, as a Django app."""

from django.apps import AppConfig

from joinedup.web.governance.navigation import MenuItem


class DirectoryConfig(AppConfig):
    name = "joinedup.web.directory"
    menu = (
        MenuItem("Did it help?", "directory:signposts_due", "directory.signpost", order=25),
        MenuItem("Directory", "directory:upkeep", "directory.edit", order=60),
        MenuItem("Imports", "directory:imports", "directory.import", order=61),
    )
