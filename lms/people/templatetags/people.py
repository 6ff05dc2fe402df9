from django import template

from lms.people import queries

register = template.Library()
register.filter("roster_name", queries.roster_name)
