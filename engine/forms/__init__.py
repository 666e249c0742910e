"""Forms: a JSON Schema file becomes fields, and what people type becomes data or errors in words-free kinds.

`read(data, file)` gives a frozen `Form`; `Form.parse(typed)` gives a `Submission`. The web layer
draws the fields and words the errors; nothing here knows of pages or languages.
"""

from engine.forms.answers import Here
from engine.forms.field import KINDS, Domain, Field, FieldError, Option, Section
from engine.forms.form import Form, Submission
from engine.forms.reading import read

__all__ = ["KINDS", "Domain", "Field", "FieldError", "Form", "Here", "Option", "Section", "Submission", "read"]
