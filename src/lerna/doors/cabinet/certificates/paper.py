"""The certificate as PDF, in its own language whatever the visitor reads."""

from urllib.parse import quote

import segno
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from lerna.companies.models import Site
from lerna.doors.look.paper.pdf import render_pdf
from lerna.school.learning.certificates.models import Certificate


def draw_paper(certificate: Certificate, site: Site, origin: str) -> bytes:
    """The PDF of a certificate that this site issues, whose address begins with `origin`. PdfUnavailableError."""
    with translation.override(certificate.language):
        address = f"{origin}{reverse('storefront:certificate', args=[certificate.number])}"
        context = {
            "certificate": certificate,
            "site": site,
            "company": site.company,
            "address": address,
            "colors": f"data:text/css,:root{{color:{quote(site.accent)}}}",
            "qr": segno.make(address, error="m").svg_data_uri(border=0),
        }
        return render_pdf(render_to_string("cabinet/certificates/paper.html", context))
