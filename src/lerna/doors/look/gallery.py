"""What the gallery shows: invented data for each component. Nothing here is translated, it is for the developer."""

from typing import Any

from django import forms
from django.core.paginator import Paginator


class GalleryForm(forms.Form):
    """Each kind of field once."""

    name = forms.CharField(label="Имя")
    email = forms.EmailField(label="Электронная почта", help_text="Сюда придёт ответ.")
    course = forms.ChoiceField(label="Направление", choices=[("design", "Дизайн"), ("code", "Программирование")])
    note = forms.CharField(label="Сообщение", widget=forms.Textarea, required=False)
    locked = forms.CharField(label="Номер заявки", initial="2026-0001", disabled=True, required=False)
    agree = forms.BooleanField(label="Мне исполнилось 18 лет", help_text="Дату рождения мы не спрашиваем.")


def build_gallery() -> dict[str, Any]:
    """Context of the gallery beside its forms."""
    return {
        "tab_items": [("Программа", "#tabs", True), ("Преподаватели", "#tabs", False), ("Отзывы", "#tabs", False)],
        "middle_page": Paginator(range(200), 10).get_page(8),
        "tones": ("plain", "brand", "good", "warn", "bad"),
    }
