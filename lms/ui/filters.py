from django import forms


class Filters(forms.Form):
    """What a list is narrowed by: the words in `q` stand open, the rest is folded away until one of it is used."""

    @property
    def others(self) -> list[forms.BoundField]:
        return [field for field in self if field.name != "q"]

    @property
    def narrowed(self) -> bool:
        return any(field.value() for field in self.others)
