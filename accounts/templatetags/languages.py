"""The languages that somebody who is not signed in may choose from."""

from django import template

from accounts.languages import choices

register = template.Library()
register.simple_tag(choices, name="languages")
