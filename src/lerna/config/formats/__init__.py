"""How dates and numbers are written in each language (`FORMAT_MODULE_PATH`); Django itself has nothing for Kazakh.

The month names of dates stand here as messages of our own, because Django's Kazakh writes them with a capital, which in
the middle of a sentence is wrong: «2026 жылғы 21 қараша». Our catalogs outrank Django's.
"""

from django.utils.translation import pgettext_lazy

MONTHS_IN_DATES = (
    pgettext_lazy("alt. month", "January"),
    pgettext_lazy("alt. month", "February"),
    pgettext_lazy("alt. month", "March"),
    pgettext_lazy("alt. month", "April"),
    pgettext_lazy("alt. month", "May"),
    pgettext_lazy("alt. month", "June"),
    pgettext_lazy("alt. month", "July"),
    pgettext_lazy("alt. month", "August"),
    pgettext_lazy("alt. month", "September"),
    pgettext_lazy("alt. month", "October"),
    pgettext_lazy("alt. month", "November"),
    pgettext_lazy("alt. month", "December"),
)
