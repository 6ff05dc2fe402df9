from django import forms


class SuggestionForm(forms.Form):
    """What could be better in a talk; turn 0 is the talk as a whole."""

    turn = forms.IntegerField(min_value=0)
    text = forms.CharField(max_length=1000)


class NoteForm(forms.Form):
    """A few words beside a reply; turn 0 is the talk as a whole."""

    turn = forms.IntegerField(min_value=0)
    text = forms.CharField(max_length=2000)

    @property
    def data_turn(self) -> int:
        return int(self.cleaned_data.get("turn") or 0)
