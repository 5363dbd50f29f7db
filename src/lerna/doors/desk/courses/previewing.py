"""Blocks as learners will see them; what asks something of a learner is shown with its answers, for its author."""

from datetime import datetime

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lerna.accounts.queries import Account
from lerna.doors.desk.courses.examples import load_examples
from lerna.doors.look.blocks.files import Files, gather_files
from lerna.doors.look.blocks.showing import show_block
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.media.addresses import address_for_account
from lerna.doors.look.packages.addresses import play_address
from lerna.school.blocks.kinds import Block, Package
from lerna.school.blocks.stored import write_blocks

_SCORM = "SCORM"  # the standard's name, in every language
_ASKING = frozenset({"quiz", "assignment", "poll", "discussion", "package"})


def show_blocks(request: HttpRequest, blocks: tuple[Block, ...], account: Account, now: datetime) -> list[SafeString]:
    """Each as HTML. One query where they name files."""
    write_address = address_for_account(account.user.pk, now=now)
    return show_with(blocks, gather_files(account.subject.company, write_blocks(blocks), write_address, now), request)


def show_with(blocks: tuple[Block, ...], files: Files, request: HttpRequest | None = None) -> list[SafeString]:
    """Likewise, with files that were found; without a request packages aren't played. No query."""
    names = {one.kind: one.title.in_language(read_language()) for one in load_examples()}
    return [
        _show_asking(request, block, files, names.get(block.KIND, _SCORM))
        if block.KIND in _ASKING
        else show_block(block, files)
        for block in blocks
    ]


def _show_asking(request: HttpRequest | None, block: Block, files: Files, name: str) -> SafeString:
    context = {"block": block, "files": files, "name": name, "address": _find_address(request, block, files)}
    return render_to_string("desk/courses/asking.html", context)


def _find_address(request: HttpRequest | None, block: Block, files: Files) -> str:
    """Where a package is played for its author, who leaves nothing there; empty for anything else."""
    if request is None or not isinstance(block, Package) or files.find(block.file) is None:
        return ""
    return play_address(request, block, language=read_language(), now=files.now, place=None)
