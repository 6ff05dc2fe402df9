"""What can be wrong with a file of a scenario, each with its cure. Marked here, translated by whoever shows it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field


def gettext_noop(message: str) -> str:
    return message


# the file as a whole
TOO_LARGE = gettext_noop("the file is larger than %(most)s MB: take pictures and films out of it and try again")
TOO_LONG = gettext_noop("the file is larger than 2 million characters")
NOT_UTF8 = gettext_noop("the file is not written in UTF-8: save it so and try again")
NO_TEXT = gettext_noop("there is a character here that is no letter of any language: take it out")
EMPTY = gettext_noop("the file is empty: check that the right one was chosen")
NOT_OPENED = gettext_noop("the file cannot be opened: %(why)s")

# JSON
NOT_JSON = gettext_noop("this is not whole JSON near “%(near)s”: export the file again without changing it")
TOO_DEEP = gettext_noop("this is too deeply nested")
TOO_MANY_VALUES = gettext_noop("the file holds more than %(most)s values: it is no scenario")
TWICE = gettext_noop("“%(name)s” stands here twice")

# a story made with Twine, as Twee, HTML or JSON
NO_STORY = gettext_noop("there is no Twine story in this file: in Twine choose “Publish to file” and import that")
NOT_TWINE_HTML = gettext_noop("this is not written by Twine: publish the story again and import that file")
NOT_TWEE = gettext_noop("there is no passage in this file: each begins with a line like “:: Name”")
NOT_TWINE_JSON = gettext_noop("this is not a Twine story in JSON: it needs “name” and a list of “passages”")
NO_PASSAGES = gettext_noop("the story has no passage to begin with: write one and export it again")
TOO_MANY_PASSAGES = gettext_noop("the story has more than %(most)s passages: split it into several scenarios")
NAME_TOO_LONG = gettext_noop("the name of a passage is longer than %(most)s characters: give it a short one")
LONG_PASSAGE = gettext_noop("the passage is longer than %(most)s characters: split it")
PASSAGE_SHAPE = gettext_noop("passage %(number)s needs a “name” and a “text”, both in quotes")
NOT_CLOSED = gettext_noop("the passage has no end in the file: publish it from Twine again")

# left out, the rest is taken
SECOND_STORY = gettext_noop("the file holds a further story, “%(name)s”: export it alone to import it")
BEFORE_FIRST = gettext_noop("this stands before the first passage and is left out")
BAD_STORYDATA = gettext_noop("the story's data cannot be read as JSON and are left out")
BAD_METADATA = gettext_noop("what stands behind the name cannot be read and is left out")
NO_NAME = gettext_noop("a passage without a name cannot be reached and is left out")
DOUBLE_PASSAGE = gettext_noop("a passage of this name stands in line %(first)s already; this one is left out")
NO_SUCH_START = gettext_noop("the story begins with “%(name)s”, and there is no such passage; it now begins here")
NO_START = gettext_noop("the story does not say where it begins; it now begins here")
SCRIPT = gettext_noop("a script is left out")
STYLE = gettext_noop("a style sheet is left out")
SPECIAL = gettext_noop("a passage that only Twine uses is left out")
MISSING = gettext_noop("“%(text)s” leads to “%(name)s”, and there is no such passage: write it, or lead elsewhere")
NO_TARGET = gettext_noop("“%(text)s” leads nowhere and is left out")
OUTSIDE_LINK = gettext_noop("“%(text)s” leads to a page outside and is left out")
LINK_CODE = gettext_noop("“%(text)s” also changes something (%(code)s): that is left out")
MANY_REPLIES = gettext_noop("“%(text)s” is reply number %(number)s: a part has six at most, so it is left out")
MACRO = gettext_noop("%(code)s is an instruction of a story format and is left out; words and replies inside it stay")
VARIABLE = gettext_noop("the variable %(code)s is left out of the words")
PICTURE = gettext_noop("a picture is left out")
MEDIA = gettext_noop("%(code)s is left out")
LONG_NAME = gettext_noop("the name is longer than %(most)s characters: the part is called “%(key)s”")
LONG_WORDS = gettext_noop("“%(text)s” is longer than %(most)s characters and was cut")
NO_WORDS = gettext_noop("nothing is said here: write what the customer says")
TOO_MUCH_LEFT = gettext_noop("more than %(most)s things of this story cannot be taken: it is a game, not a talk")
NEW_WORD = gettext_noop("“%(name)s” is not known here and is left out")

# what a story has no place for, when a scenario is written as one
LOST_VARIABLE = gettext_noop("“%(name)s”, which changes during the talk, has no place in Twine")
LOST_CHECK = gettext_noop("a fork by conditions has no place in Twine: the conditions became words")
LOST_WHEN = gettext_noop("when a reply is offered has no place in Twine")
LOST_EFFECTS = gettext_noop("what a reply changes has no place in Twine")
LOST_POINTS = gettext_noop("what a reply shows has no place in Twine")
LOST_FEEDBACK = gettext_noop("what is said about a reply has no place in Twine")

# an H5P package
NOT_ZIP = gettext_noop("this is not an H5P package: export it again with “Download as .h5p”")
ZIP_BROKEN = gettext_noop("the package is damaged: export it again")
ZIP_PLACE = gettext_noop("the package holds a file that wants to lie outside of it (%(name)s): it is not safe")
ZIP_LINK = gettext_noop("the package holds a link to another file (%(name)s): it is not safe")
ZIP_LOCKED = gettext_noop("the package is locked with a password: export it without one")
ZIP_BOMB = gettext_noop("the package would unpack to far more than it is (%(name)s): it is not safe")
ZIP_NESTED = gettext_noop("the package holds another package (%(name)s): take it out")
ZIP_TWICE = gettext_noop("the package holds “%(name)s” twice: export it again")
ZIP_MANY = gettext_noop("the package holds more than %(most)s files: it is no scenario")
ZIP_WITHOUT = gettext_noop("the package has no “%(name)s”: export it again with “Download as .h5p”")
NOT_BRANCHING = gettext_noop("the package holds %(name)s; only H5P.BranchingScenario can become a talk")
NO_CONTENT = gettext_noop("the package has no content: “branchingScenario” with a list “content” is missing")
H5P_SHAPE = gettext_noop("content number %(number)s cannot be read: export the package again")
H5P_OTHER = gettext_noop("%(name)s cannot be shown in a talk; only its title is taken")
H5P_PICTURE = gettext_noop("a picture is left out; what it shows in words stays")
H5P_PART_POINTS = gettext_noop("the points of this part are left out: only a reply gives points")
H5P_SCORES = gettext_noop("the points are left out: choose which skill they show, and import it again")
H5P_HALF = gettext_noop("%(points)s points became %(whole)s: a reply gives whole points")
H5P_LOST_SCORE = gettext_noop("the points of this end are left out: no reply leads there")
H5P_ORDER = gettext_noop("replies were mixed at random; here they keep their order")

# YAML
YAML = gettext_noop("this cannot be read as YAML: %(why)s")
YAML_REFERENCE = gettext_noop("this refers to another part of the file (&, *): write it out")
YAML_DOCUMENTS = gettext_noop("the file holds more than one document (---)")
YAML_NAME = gettext_noop("a name has to be a plain word")
NOT_A_MAPPING = gettext_noop("“%(name)s” has to be a list of names and values")
NOT_KNOWN = gettext_noop("“%(name)s” is not known here; known are: %(known)s")
TITLE = gettext_noop("“title” is needed, as en: … and ru: …, or one of them")
SHORT_NAME = gettext_noop("“%(name)s” is needed: small Latin letters, digits and hyphens")
NO_WORDS_FOR = gettext_noop("“%(name)s” has no words")
NO_WORDS_IN = gettext_noop("“%(name)s” has no words in “%(language)s”")
ONE_LANGUAGE = gettext_noop("“%(name)s” is there in one language only: write it as en: … and ru: …")
ONE_OF = gettext_noop("“%(name)s” is one of: %(known)s")
WHOLE = gettext_noop("“%(name)s” is a whole number from %(low)s to %(high)s")
LIST_OF_WORDS = gettext_noop("“%(name)s” has to be a list of words")
NODES = gettext_noop("“nodes” are needed: names, each with what is said there")
TOO_MANY_NODES = gettext_noop("there are more than %(most)s parts: split the talk into several scenarios")
REPLIES = gettext_noop("“replies” has to be a list, each beginning with a hyphen")
EFFECT = gettext_noop("“%(amount)s” is neither a change like -2, nor “= 3”, nor yes or no")
POINTS = gettext_noop("points for “%(name)s” are a whole number, like 1 or -2")


@dataclass(frozen=True)
class Problem:
    """`line`: of the file, from 1; 0: the file as a whole. `part`: the passage, and `row` the line inside it."""

    line: int
    message: str
    values: Mapping[str, object] = field(default_factory=dict, compare=False)
    part: str = ""
    row: int = 0

    @property
    def text(self) -> str:
        return self.sentence()

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        return translate(self.message) % self.values if self.values else translate(self.message)

    def __str__(self) -> str:
        place = f"line {self.line}" if self.line else ""
        place += (", " if place else "") + f"“{self.part}”" if self.part else ""
        return f"{place}: {self.text}" if place else self.text


class Refused(ValueError):
    """Nothing of the file is taken."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))
