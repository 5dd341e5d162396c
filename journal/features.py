"""Every feature's pages, lowest first, and what each says on the pages of others."""

from flask import Blueprint

from journal.accounts.leaving import LEFT
from journal.accounts.lines import on_the_timeline as reopened
from journal.accounts.services import ENDED, JOINED
from journal.accounts.views import blueprint as accounts
from journal.actors.lines import alliances_card, map_card, meetings_card, points_from
from journal.actors.thread import WITH_THE_LAB
from journal.actors.views import blueprint as actors
from journal.api.lines import left_behind as tokens_left
from journal.api.services import end_of as end_tokens_of
from journal.api.token_views import blueprint as tokens
from journal.api.views import blueprint as api
from journal.calls.lines import calls_card, where_it_comes_from
from journal.calls.lines import for_partner as calls_to_answer
from journal.calls.lines import on_the_timeline as ideas_asked
from journal.calls.lines import with_actor as ideas_of
from journal.calls.models import Idea
from journal.calls.queries import supports_given
from journal.calls.services import check_origin_is_not_borrowed_from
from journal.calls.views import blueprint as calls
from journal.common_good.blueprint import ANSWERED
from journal.common_good.lines import common_good_card
from journal.common_good.lines import for_partner as texts_to_answer
from journal.common_good.lines import on_the_timeline as reformulated
from journal.common_good.lines import with_actor as proposed_by
from journal.common_good.models import Turn
from journal.common_good.queries import answers_of_participants
from journal.common_good.views import blueprint as common_good
from journal.contact.lines import left_behind as requests_left
from journal.contact.views import blueprint as contact
from journal.cooperation.hub import CARDS, PARTNER_LINES, Aim
from journal.cooperation.lines import answers_card
from journal.cooperation.lines import with_actor as answers_naming
from journal.cooperation.views import blueprint as cooperation
from journal.counting.published import COUNTED
from journal.entries.lines import hidden_lately
from journal.entries.prompts import ASKED, OF_THE_LAB
from journal.entries.views import NEWS
from journal.entries.views import blueprint as entries
from journal.entries.words_views import ABOUT_WORDS
from journal.exchange.coding_views import blueprint as exchange
from journal.experiments.blueprint import BESIDE, ELSEWHERE, EVIDENCE, GONE_WITH, KEPT_OUT, ORIGINS, WAYS, WRITTEN
from journal.experiments.lines import experiments_card, what_became_of
from journal.experiments.lines import with_actor as carried_by
from journal.experiments.models import Experiment
from journal.experiments.queries import answers_given
from journal.experiments.removing import TOLD_IN
from journal.experiments.views import blueprint as experiments
from journal.home.awaiting import monday_lines
from journal.home.views import blueprint as home
from journal.indicators.lines import around, indicators_card
from journal.indicators.lines import for_partner as indicators_to_fill
from journal.indicators.lines import with_actor as measured_by
from journal.indicators.signs import by_sign
from journal.indicators.views import blueprint as indicators
from journal.legal.views import blueprint as legal
from journal.messages.lines import about_a_passage, about_words
from journal.messages.lines import on_the_timeline as written_to
from journal.messages.views import blueprint as messages
from journal.narrative.gathering.before_after import told as written_around
from journal.narrative.models import ThemeResonance
from journal.narrative.pages.lines import how_received
from journal.narrative.pages.lines import on_the_timeline as quotes_asked
from journal.narrative.pages.reply_lines import for_partner as replies_to_write
from journal.narrative.pages.reply_lines import replies_card
from journal.narrative.pages.reply_lines import with_actor as replied_by
from journal.narrative.pages.views import blueprint as narrative
from journal.narrative.queries import question_asked, question_of_the_last_month
from journal.narrative.reception import resonances_given
from journal.narrative.removing.experiments_gone import month_telling
from journal.partners.lines import left_behind as organisation_left
from journal.partners.lines import partners_card
from journal.partners.services import remember
from journal.partners.views import blueprint as partners
from journal.pathways.views import blueprint as pathways
from journal.prompts.lines import prompts_card
from journal.prompts.queries import offered_to
from journal.prompts.views import blueprint as prompts
from journal.register.views import blueprint as register
from journal.replication.lines import evidence, gone_with, in_other_labs, opened_card, opened_ways, taken_from
from journal.replication.views import blueprint as replication
from journal.rights.lines import on_the_timeline as words_went
from journal.rights.views import blueprint as rights
from journal.themes.pages.monday import MONDAY_LINES
from journal.themes.pages.passage_views import ABOUT_A_PASSAGE
from journal.themes.pages.theme_views import LED_TO
from journal.themes.pages.views import blueprint as themes

BLUEPRINTS: tuple[Blueprint, ...] = (
    home,
    accounts,
    legal,
    pathways,
    entries,
    themes,
    actors,
    partners,
    prompts,
    common_good,
    contact,
    messages,
    cooperation,
    experiments,
    indicators,
    narrative,
    calls,
    replication,
    exchange,
    rights,
    register,
    api,
    tokens,
)
# What waits outside the themes, told on the coordinators' Monday page.
MONDAY_LINES.append(monday_lines)
# And what a person reads at the top of their journal.
NEWS += [reopened, written_to, quotes_asked, reformulated, ideas_asked, hidden_lately, words_went]
# What a person may come to write about, besides the questions of the writing page.
ASKED.append(question_asked)
# And what the team of their Lab offers among these.
OF_THE_LAB += [question_of_the_last_month, offered_to]
# What the page of the cooperation shows, in this order.
CARDS[Aim.PROPOSE] += [calls_card, answers_card, common_good_card, replies_card, prompts_card]
CARDS[Aim.TRY] += [experiments_card, indicators_card, opened_card]
CARDS[Aim.ALLY] += [map_card, meetings_card, alliances_card, partners_card]
# And what waits there for a partner.
PARTNER_LINES += [texts_to_answer, calls_to_answer, replies_to_write, indicators_to_fill]
# What became of a theme, on its page.
LED_TO += [how_received, what_became_of, points_from]
# What an actor shares with the Lab, on its page.
WITH_THE_LAB += [carried_by, measured_by, proposed_by, ideas_of, replied_by, answers_naming]
# Which indicators answer each sign of the common good, on its page.
ANSWERED.append(by_sign)
# What may be said to whoever wrote a passage, on its page.
ABOUT_A_PASSAGE.append(about_a_passage)
# Or words of the mediation, beside them.
ABOUT_WORDS.append(about_words)
# What is measured before and after an experiment, on its page.
BESIDE.append(around)
# And what people wrote on both sides of its beginning.
WRITTEN.append(written_around)
# The idea it comes from, on its page too.
ORIGINS += [where_it_comes_from, taken_from]
KEPT_OUT.append(check_origin_is_not_borrowed_from)
# What other Labs make of it, there and where a rung is proved; and what they open themselves.
ELSEWHERE.append(in_other_labs)
EVIDENCE.append(evidence)
GONE_WITH.append(gone_with)
WAYS.append(opened_ways)
# What a published récit tells is not deleted.
TOLD_IN.append(month_telling)
# Whoever joins with a partner's code speaks for an organisation.
JOINED.append(remember)
# What opens in someone's name ends with all their sessions.
ENDED.append(end_tokens_of)
# What an account leaves to others when it is closed or changes role, said before.
LEFT += [requests_left, tokens_left, organisation_left]
# What people answer on pages that are always open: the worker publishes how many.
COUNTED += [
    (Turn, answers_of_participants),
    (Experiment, answers_given),
    (ThemeResonance, resonances_given),
    (Idea, supports_given),
]
