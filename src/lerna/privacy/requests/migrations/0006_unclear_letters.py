"""A letter that nobody has understood yet is a request too; a person gives it its kind, once (clause 6.4)."""

from importlib import import_module

from django.db import migrations, models


_BEFORE = import_module("lerna.privacy.requests.migrations.0002_moves_and_timeline")
_ALLOWED = _BEFORE._ALLOWED


def write_rule(named: bool) -> str:
    """The function of 0002; where `named`, an unclear request may be given its kind, and be worked on anew for that."""
    is_naming = "old.kind = 'unclear' and new.kind <> 'unclear' and old.answered_at is null" if named else "false"
    return f"""
create or replace function requests_check_move() returns trigger language plpgsql as $$
declare
    is_naming boolean := {is_naming};
begin
    if new.state <> old.state and (old.state, new.state) not in ({_ALLOWED})
        and not (is_naming and old.state = 'working' and new.state = 'verified') then
        raise exception 'A request can''t go from % to %.', old.state, new.state using errcode = 'check_violation';
    end if;
    if (new.number, new.channel, new.hand, new.site, new.received_at, new.against_id)
        is distinct from (old.number, old.channel, old.hand, old.site, old.received_at, old.against_id)
        or new.kind <> old.kind and not is_naming then
        raise exception 'What was demanded, and when, is never changed.' using errcode = 'insufficient_privilege';
    end if;
    if old.answered_at is not null and (
        (new.answered_at, new.outcome, new.ground) is distinct from (old.answered_at, old.outcome, old.ground)
        or new.answer is distinct from old.answer and current_user <> 'lerna_purpose_lifecycle'
    ) then
        raise exception 'An answer that was given is never changed.' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0001_companies_and_sites"),
        ("requests", "0005_assigned"),
        ("subjects", "0001_subjects_and_profiles"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="request",
            name="request_kind_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="step",
            name="step_is_known",
        ),
        migrations.AlterField(
            model_name="request",
            name="kind",
            field=models.CharField(
                choices=[
                    ("access", "access"),
                    ("transfers", "information on transfers"),
                    ("rectification", "rectification"),
                    ("restriction", "stop processing"),
                    ("erasure", "erasure"),
                    ("withdrawal", "withdrawal of consent"),
                    ("automated-decision", "objection to an automated decision"),
                    ("complaint", "complaint about an act or a decision"),
                    ("unpublish", "removal of published data"),
                    ("unlawful", "proof of unlawful processing"),
                    ("unclear", "a letter whose demand a person has to make out"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="happening",
            field=models.CharField(
                choices=[
                    ("received", "received"),
                    ("identity-asked", "a code was sent to show who asks"),
                    ("verified", "identity checked"),
                    ("started", "taken into work"),
                    ("assigned", "given to a member of staff"),
                    ("left-to-person", "a person has to look at it"),
                    ("blocked", "the data are blocked"),
                    ("unblocked", "the block is lifted"),
                    ("stopped", "processing was stopped"),
                    ("corrected", "data were corrected"),
                    ("taken", "the copy was taken"),
                    ("noted", "a note of the staff"),
                    ("written", "another letter about it came"),
                    ("named", "a person made out what is demanded"),
                    ("reminded", "the staff were reminded"),
                    ("late", "late; the head was told"),
                    ("answered", "answered"),
                    ("refused", "refused"),
                    ("undelivered", "the answer's letter could not be delivered"),
                    ("erasure-started", "the erasure began"),
                    ("erased", "erased"),
                    ("closed", "closed"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "access",
                            "transfers",
                            "rectification",
                            "restriction",
                            "erasure",
                            "withdrawal",
                            "automated-decision",
                            "complaint",
                            "unpublish",
                            "unlawful",
                            "unclear",
                        ],
                    )
                ),
                name="request_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "happening__in",
                        [
                            "received",
                            "identity-asked",
                            "verified",
                            "started",
                            "assigned",
                            "left-to-person",
                            "blocked",
                            "unblocked",
                            "stopped",
                            "corrected",
                            "taken",
                            "noted",
                            "written",
                            "named",
                            "reminded",
                            "late",
                            "answered",
                            "refused",
                            "undelivered",
                            "erasure-started",
                            "erased",
                            "closed",
                        ],
                    )
                ),
                name="step_is_known",
            ),
        ),
        migrations.RunSQL(write_rule(named=True), write_rule(named=False)),
    ]
