"""The columns of a lead and of a log-in, readable."""

from django.db import models

from lerna.companies.models import Company


class Login(models.Model):
    """Whose browser it is, and what they may do here."""

    token = models.BinaryField(unique=True)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    expires_at = models.DateTimeField()

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return self.role


class Application(models.Model):
    """An application, and with it the person."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    surname = models.CharField(max_length=100)
    email = models.CharField(max_length=254)
    phone = models.CharField(max_length=32)
    comment = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        app_label = "bare"
        indexes = [models.Index(name="bare_by_time", fields=["company", "-received_at"])]

    def __str__(self) -> str:
        return f"Application {self.pk}"
