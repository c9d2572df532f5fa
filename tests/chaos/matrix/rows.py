"""The fault matrix: each fault with what is promised and the tests that show it.

Rows 1 to 35 and 46, about processes and stores, are in `rows_of_processes.py`. Run as a module it
prints the table.
"""

from __future__ import annotations

import sys

from tests.chaos.matrix.row import ALWAYS, SOAK, Row
from tests.chaos.matrix.rows_of_processes import ROWS_OF_PROCESSES

DECISIONS = "tests/chaos/inside/test_decisions.py"
INBOX = "tests/api/inbox/test_races.py"
CALLBACKS = "tests/services/test_callbacks.py"
HOOKS = "tests/web/test_hooks.py"
VERSIONS = "tests/chaos/inside/test_versions.py"
HISTORIES = "tests/histories/test_histories.py"
SOCKETS = "tests/chaos/test_sockets.py"
LIVE = "tests/live/test_runs.py"
POISON = "tests/chaos/test_poison.py"
WEBHOOKS = "tests/services/notices/test_webhooks.py"
REFUSALS = "tests/services/notices/test_refusals.py"
LOAD = "tests/chaos/test_load.py"
MENDING = "tests/services/dashboard/test_mending.py"
SIGN_OUTS = "tests/live/test_sign_outs.py"
SOCKET = "tests/live/test_socket.py"
KEYS = "tests/chaos/inside/test_keys.py"
STANDING = "tests/services/upkeep/test_standing.py"
APPEND_ONLY = "tests/adapters/test_append_only.py"

ROWS: tuple[Row, ...] = (
    *ROWS_OF_PROCESSES,
    Row(
        36, "A double click, or one decision key twice, at the same moment",
        "The same answer twice, one event.", ALWAYS,
        f"{DECISIONS}::test_two_clicks_with_one_key_get_the_same_answer",
        "tests/scenarios/test_promises_waiting.py"
        "::test_a_second_click_with_the_same_key_gets_the_first_answer",
        "tests/api/test_idempotency.py"
        "::test_repeated_resumes_decisions_and_stops_get_the_first_answer",
        f"{SOCKET}::test_a_repeated_request_gets_the_first_answer",
    ),
    Row(
        37, "Eight managers, the deadline and a stop at once",
        "One wins; all others are told who, when and by which door.", ALWAYS,
        f"{DECISIONS}::test_of_a_crowd_its_deadline_and_a_stop_one_wins_and_all_others_are_told",
        f"{INBOX}::test_of_fifty_decisions_at_once_one_counts_and_all_others_are_told_whose",
        f"{INBOX}::test_of_a_decision_and_its_deadline_one_wins_each_time",
    ),
    Row(
        38, "Two tasks of one run decided in the same moment; a signal while its wait opens",
        "Both count, the join fires once, no wake-up is lost.", ALWAYS,
        f"{DECISIONS}"
        "::test_both_branches_decided_in_the_same_moment_count_and_their_join_fires_once",
        "tests/adapters/test_races.py"
        "::test_a_signal_that_comes_while_the_wait_looks_for_one_reaches_it",
        "tests/adapters/test_races.py::test_a_signal_that_just_missed_the_wait_is_found_by_it",
        "tests/adapters/test_races.py::test_no_signal_misses_its_wait_whichever_is_first",
        "tests/engine/test_transition.py"
        "::test_a_resume_between_the_last_outcome_and_the_release_is_not_lost",
    ),
    Row(
        39, "A stale click from an old tab after the run has moved to the next approval",
        "409; the second approval is untouched.", ALWAYS,
        f"{INBOX}::test_a_first_click_that_comes_again_leaves_the_second_approval_alone",
    ),
    Row(
        40, "A callback before the step waits, twice, with another body, too late, without a token",
        "Kept; 200; 409; 410; 404.", ALWAYS,
        "tests/chaos/test_callbacks.py"
        "::test_an_answer_that_comes_before_the_wait_is_there_counts_once",
        f"{CALLBACKS}::test_an_answer_before_the_wait_is_kept_for_it",
        f"{CALLBACKS}::test_the_same_answer_again_is_the_first_one_and_another_is_refused",
        f"{CALLBACKS}::test_after_the_deadline_no_answer_counts_though_nobody_has_seen_it_pass",
        f"{CALLBACKS}::test_an_unknown_token_is_not_found",
        f"{HOOKS}::TestAtTheSameMoment::test_of_two_answers_one_is_accepted",
    ),
    Row(
        41, "A scanner of mail fetches every address in every mail",
        "Nothing changes.", ALWAYS,
        "tests/web/decide/test_crawler.py"
        "::test_fetching_every_link_of_every_mail_changes_nothing",
    ),
    Row(
        42, "The clock of one process, or of the machine, is an hour wrong",
        "Nothing fires twice, one process's clock decides nothing, a jump is told in the log.",
        ALWAYS,
        "tests/chaos/test_clock.py::test_the_clock_of_one_process_decides_nothing",
        "tests/chaos/test_clock.py::test_an_hour_that_the_machine_skips_brings_each_timer_once",
        "tests/worker/test_clock.py::test_the_heartbeat_looks",
        f"{MENDING}::test_clocks_that_differ_are_told",
    ),
    Row(
        43, "The night in which clocks are changed, with a deadline in working hours",
        "The deadline is as recorded.", ALWAYS,
        "tests/engine/people/test_calendars.py"
        "::test_hours_that_follow_the_local_clock_when_it_is_changed",
        "tests/engine/people/test_time.py::test_a_due_date_that_is_the_deadline_is_counted_alike",
        "tests/services/notices/test_timing.py"
        "::test_where_the_end_of_the_night_comes_twice_both_are_ends",
    ),
    Row(
        44, "A workflow is edited, published and deleted while twenty runs wait",
        "They end on the graph that they began with; deleting is refused with 409.", ALWAYS,
        f"{VERSIONS}"
        "::test_a_workflow_that_is_edited_published_and_deleted_leaves_its_runs_alone",
        "tests/scenarios/test_originals.py"
        "::test_publishing_another_version_does_not_change_a_suspended_run",
    ),
    Row(
        45, "A node type is gone with a release; old events and new code",
        "The run is left to code that knows it, never failed; recorded histories are read.",
        ALWAYS,
        f"{VERSIONS}::test_a_run_whose_node_type_is_gone_waits_for_code_that_knows_it",
        "tests/engine/transition/test_left_to_others.py"
        "::test_a_run_is_stopped_also_where_its_code_is_gone",
        "tests/worker/test_processes.py::test_a_run_that_cannot_be_read_holds_up_no_other",
        f"{HISTORIES}::test_a_recorded_log_adds_up_to_what_it_did",
        f"{HISTORIES}::test_a_recorded_run_goes_on_to_its_end",
    ),
    Row(
        47, "A slow reader, a socket that is cut again and again, lost hints, no layer",
        "In the end a page has exactly the events that the API shows; memory is bounded.",
        ALWAYS,
        f"{SOCKETS}::test_a_slow_page_whose_socket_is_cut_has_every_event_in_the_end",
        f"{SOCKETS}::test_pages_that_do_not_read_cost_the_server_little_and_others_nothing",
        f"{SOCKETS}::test_without_the_layer_that_carries_hints_a_page_has_every_event_too",
        f"{LIVE}::test_lost_hints_are_made_good_by_the_sweep",
        "tests/chaos/inside/test_hints.py::test_a_layer_that_is_full_costs_time_and_no_event",
        "tests/live/test_reader.py::test_the_tail_in_memory_is_bounded",
        "tests/live/test_topics.py::test_what_a_slow_socket_still_has_to_hear_is_bounded",
    ),
    Row(
        48, "Deep JSON, NaN, NUL, 5 MB, 10,001 keys, half characters, bad rules, a broken row",
        "Refused at the door, or that run alone stops; every process lives on.", ALWAYS,
        f"{POISON}::test_no_body_ends_a_server_or_comes_in",
        f"{POISON}::test_a_rule_that_cannot_decide_is_refused_or_fails_its_run_alone",
        f"{POISON}::test_a_row_broken_by_hand_stops_its_own_run_and_nothing_else",
        "tests/api/test_nasty_values.py::test_no_field_takes_the_server_down",
        "tests/engine/expressions/test_expressions.py::test_growth_of_text_and_lists_is_bounded",
        "tests/live/test_requests.py::test_a_deep_frame_is_refused_without_deep_recursion",
    ),
    Row(
        49, "The target of a webhook hangs, fails, or leads to an address inside",
        "Bounded time, tried again under one key, never followed, never called.", ALWAYS,
        f"{WEBHOOKS}::test_one_that_hangs_or_never_ends_costs_bounded_time",
        f"{WEBHOOKS}::test_a_failing_one_is_tried_again_with_the_same_key_and_body",
        f"{WEBHOOKS}::test_redirects_are_not_followed",
        f"{WEBHOOKS}::test_addresses_inside_are_not_called",
        f"{WEBHOOKS}::test_our_own_services_are_not_called",
        "tests/worker/maintenance/test_notices.py::test_a_webhook_that_hangs_keeps_no_mail_back",
    ),
    Row(
        50, "A mail server that wants it later, hangs, or refuses one recipient",
        "Sent later under the same Message-ID; one recipient holds up no other.", ALWAYS,
        f"{REFUSALS}::test_a_server_that_wants_it_later_gets_it_later_under_the_same_id",
        f"{REFUSALS}::test_a_server_that_hangs_is_left_alone_after_its_time",
        f"{REFUSALS}::test_a_server_that_is_away_is_tried_for_a_day",
        f"{REFUSALS}::test_one_refused_recipient_does_not_keep_the_mail_from_others",
    ),
    Row(
        51, "A backup of five minutes ago is restored", "Paused, and no lease of the lost time.",
        ALWAYS,
        "tests/management/test_backup_commands.py::test_all_of_it_comes_back_and_goes_on",
        f"{STANDING}::test_nothing_is_taken_up_or_rung_until_somebody_says_so",
        f"{STANDING}::test_what_was_being_executed_is_told_and_its_worker_records_nothing",
    ),
    Row(
        52, "Retention while runs come and go",
        "Only what is old goes; starting stays quick.", SOAK,
        f"{LOAD}::test_retention_takes_old_runs_while_new_ones_come_and_go",
    ),
    Row(
        53, "A thousand sockets follow one run",
        "Each hears its end.", SOAK,
        f"{LOAD}::test_a_thousand_sockets_hear_the_end_of_one_run",
    ),
    Row(
        54, "Ten thousand timers of the same second",
        "All fire once; 95 of 100 requests are answered within 500 ms meanwhile.", SOAK,
        f"{LOAD}::test_ten_thousand_timers_of_one_second_all_fire_and_the_api_stays_quick",
    ),
    Row(
        55, "Sixty runs are due, and one that is more urgent",
        "Whoever waits longest is first; a higher priority passes the queue.", ALWAYS,
        "tests/adapters/test_store.py::test_the_more_urgent_run_is_claimed_first_then_the_one_that_waits_longest",
        "tests/chaos/inside/test_fences.py::test_an_urgent_run_passes_any_number_of_others",
    ),
    Row(
        56, "A timer is lost from its row by hand",
        "It is told within a minute, and one button sets it again from the log.", ALWAYS,
        f"{MENDING}::test_a_timer_that_its_row_has_lost_fires_after_mending",
        "tests/services/test_verify.py::test_a_timer_that_is_forgotten_or_late_is_found",
        "tests/worker/maintenance/test_reconciler.py"
        "::test_what_breaks_is_told_once_and_again_after_an_hour",
        "tests/engine/transition/test_rewaking.py::test_a_lost_timer_is_set_again_from_the_log",
    ),
    Row(
        57, "Somebody signs out, or loses a right, with an open socket",
        "The socket closes; what the right showed is told no more.", ALWAYS,
        f"{SOCKET}::test_signing_out_closes_that_browsers_sockets_at_once",
        f"{SOCKET}::test_a_right_that_was_taken_away_is_gone_for_open_sockets",
        f"{LIVE}::test_who_loses_the_right_hears_no_more",
        f"{SIGN_OUTS}::test_ending_one_session_closes_its_socket",
        f"{SIGN_OUTS}::test_what_ends_in_another_process_is_looked_up_at_its_hint",
        "tests/setup/test_signed_out_elsewhere.py"
        "::test_a_password_changed_by_a_command_closes_sockets_at_once",
    ),
    Row(
        58, "Two web servers with different secret keys",
        "Tokens, callbacks and links in mails work at both; sessions are asked for anew.", ALWAYS,
        f"{KEYS}::test_an_api_token_is_known_to_both",
        f"{KEYS}::test_a_session_is_asked_for_anew_and_opens_nothing",
        f"{KEYS}::test_an_address_for_a_callback_that_was_told_is_taken_by_both",
        f"{KEYS}::test_a_link_in_a_mail_opens_at_both_and_its_page_decides_where_it_was_opened",
    ),
    Row(
        59, "A worker has the database and no network",
        "What needs the network waits, holds nobody, and goes on when it is back.", ALWAYS,
        "tests/chaos/test_outside.py"
        "::test_without_a_network_what_needs_it_waits_and_all_else_goes_on",
    ),
    Row(
        60, "An event is changed, deleted or replaced in the database",
        "The database refuses it; what a person with all rights does is found by the chain.",
        ALWAYS,
        f"{APPEND_ONLY}::test_an_event_cannot_be_changed",
        f"{APPEND_ONLY}::test_an_event_cannot_be_deleted_while_its_run_is_kept",
        f"{APPEND_ONLY}::test_an_event_cannot_be_replaced",
        f"{APPEND_ONLY}::test_a_table_of_evidence_cannot_be_emptied",
        "tests/services/audit/test_chain.py::test_a_changed_byte_of_a_payload_is_found",
    ),
)  # fmt: skip


def table() -> str:
    """Write the matrix as a table in Markdown."""
    lines = ["| # | Fault | Promise | Tests | Run by |", "|---|---|---|---|---|"]
    for row in sorted(ROWS, key=lambda item: item.number):
        names = "<br>".join(f"`{test.rpartition('::')[2]}`" for test in row.tests)
        lines.append(f"| {row.number} | {row.fault} | {row.promise} | {names} | {row.run_by} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(f"{table()}\n")
