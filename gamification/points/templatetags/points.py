from django import template

from gamification.points.queries import Good

register = template.Library()


@register.filter
def title_in(good: Good, language: str) -> str:
    return good.title(language)
