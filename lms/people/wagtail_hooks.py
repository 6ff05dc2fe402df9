from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem

# People come and go in `/people/`, and there is one site: nobody has the rights behind these.
UNUSED = {"users", "groups", "sites"}


@hooks.register("construct_settings_menu")
def only_what_can_be_used(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in UNUSED]
