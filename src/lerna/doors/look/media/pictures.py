"""Pictures in several sizes, of which a browser takes the one that its screen needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from lerna.doors.look.media.addresses import WriteAddress, media_url
from lerna.school.catalogue.media import list_renditions
from lerna.school.catalogue.models import MediaFile, Rendition

_USUAL = 1280  # pixels: the widest for a browser that can't choose
IN_TEXT = "(min-width: 46rem) 42rem, calc(100vw - 2rem)"  # how wide a picture of a lesson is shown


@dataclass(frozen=True, slots=True)
class Picture:
    """Width and height in pixels, 0 where unknown; `sources` are its sizes by address and width."""

    address: str
    width: int
    height: int
    sources: tuple[tuple[str, int], ...] = ()

    def write(self, alt: str, *, sizes: str = IN_TEXT, is_first: bool = False, style: str = "") -> SafeString:
        """The picture as HTML, its place kept free; `is_first` on the first screen, others load when they are near.

        `sizes` says how wide it is shown, as HTML's attribute of this name; `style` is a class.
        """
        mark = format_html(' class="{}"', style) if style else ""
        place = self.write_place(sizes=sizes, is_first=is_first)
        return format_html('<img{} src="{}" alt="{}"{}>', mark, self.address, alt, place)

    def write_place(self, *, sizes: str = IN_TEXT, is_first: bool = False, is_measured: bool = False) -> SafeString:
        """Every attribute but address and words; `is_measured` where width and height stand already."""
        size = "" if is_measured or not (self.width and self.height) else _write_size(self.width, self.height)
        offered = ", ".join(f"{address} {width}w" for address, width in self.sources)
        chosen = format_html(' srcset="{}" sizes="{}"', offered, sizes) if len(self.sources) > 1 else ""
        loading = SafeString(' fetchpriority="high"' if is_first else ' loading="lazy" decoding="async"')
        return format_html("{}{}{}", size, chosen, loading)


def show_picture(media: MediaFile, renditions: Sequence[Rendition], write_address: WriteAddress) -> Picture | None:
    """The picture with its sizes; None for one that no phone could hold."""
    if media.fault == MediaFile.Fault.HUGE:
        return None
    sources = tuple((write_address(each.file), each.file.width) for each in renditions)
    usual = [address for address, width in sources if width <= _USUAL]
    address = usual[-1] if usual else write_address(media)
    return Picture(address, media.width, media.height, sources)


def show_public(media: Iterable[MediaFile | None]) -> Mapping[int, Picture]:
    """Covers and photos by the file's number. One query, none without files."""
    files = {each.pk: each for each in media if each is not None}
    renditions = list_renditions(files.values())
    shown = {number: show_picture(file, renditions.get(number, ()), media_url) for number, file in files.items()}
    return {number: picture for number, picture in shown.items() if picture}


def _write_size(width: int, height: int) -> SafeString:
    return format_html(' width="{}" height="{}"', str(width), str(height))  # never by the language's thousands
