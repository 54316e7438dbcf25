"""Review mode: the queue of an article decided key by key."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from rich.cells import cell_len
from textual.events import Key
from textual.widgets import Static

from reader.annotations.records import Appearance, Claim, Correction
from reader.meaning.prior_checks import FILE, PriorCheck, PriorChecks
from reader.review.checkworthiness import START
from reader.ui.review.parts import context_parts


@pytest.fixture
def reviewing(bench, until):
    """Return a running app in review mode on the article of the bench."""
    article = bench.article()
    bench.known(article)

    @asynccontextmanager
    async def run(size=(160, 40)):
        async with bench.app(article, size=size) as (app, pilot):
            await pilot.press("r")
            await until(pilot, lambda: app.session.review and app.session.review.item)
            await pilot.press("a", "g")
            await until(pilot, lambda: app.session.review.item.kind == "quote")
            yield app, pilot

    return run


def words(app, pane: str) -> str:
    return str(app.reader.review.query_one(f"#review-{pane}-words").content)


def saved(app, kind):
    return [record for record in app.session.notebook.records if isinstance(record, kind)]


async def test_item_context_and_record_are_shown(reviewing):
    async with reviewing() as (app, _):
        assert "Ada Reyes" in words(app, "item")
        assert "“We will not wait,”" in words(app, "item")
        assert "said [/b] the port would close" in words(app, "context")
        assert "Ada Reyes: We will not wait." in words(app, "record")
        assert "1 True" in str(app.reader.review.query_one("#review-scale").content)


async def test_the_context_of_a_headline_is_a_paragraph_not_its_dateline_alone(reviewing):
    async with reviewing() as (app, _):
        article, item = app.session.review.sitting.article, app.session.review.item
        kinds = [block.kind for block in article.article.blocks[:3]]
        assert kinds == ["headline", "dateline", "paragraph"]
        headline, _, paragraph = (block.span for block in article.article.blocks[:3])
        shown = "".join(
            words for words, _ in context_parts(article, replace(item, spans=(headline,)))
        )
        assert headline.slice(article.text) in shown
        assert "We will not wait" in shown
        assert "Tor Holm" not in shown
        shown = "".join(
            words for words, _ in context_parts(article, replace(item, spans=(paragraph,)))
        )
        assert headline.slice(article.text) in shown
        assert "Tor Holm" in shown


async def test_accept_dismiss_and_skip_are_three_keys(reviewing, until):
    async with reviewing() as (app, pilot):
        first = app.session.review.item.id
        await pilot.press("space")
        assert saved(app, Correction) == []
        await pilot.press("A", "x")
        await until(pilot, lambda: len(saved(app, Correction)) == 2)
        decided = {str(each.finding["id"]): each.decision for each in saved(app, Correction)}
        assert sorted(decided.values()) == ["accept", "dismiss"]
        assert first not in decided


async def test_back_in_reading_the_marks_are_drawn(reviewing, until):
    async with reviewing() as (app, pilot):
        await pilot.press("5", "q")
        await until(pilot, lambda: app.screen is app.reader)
        await until(pilot, lambda: len(app.session.reading.records.placed) == 1)
        assert app.session.review is None


async def test_help_begins_with_the_keys_of_review(reviewing, until):
    async with reviewing() as (app, pilot):
        await pilot.press("f1")
        await until(pilot, lambda: app.screen is not app.reader.review)
        page = app.screen.query_one("#keys-page", Static)
        await until(pilot, lambda: str(page.render()).startswith("In review"))


async def test_the_palette_has_the_commands_of_review(reviewing):
    async with reviewing() as (app, _):
        from reader.ui.palette import CommandsProvider

        names = [name for name, _, _ in CommandsProvider(app.screen)._commands()]
        assert "Filter the queue" in names
        assert "Highlight" not in names


async def test_the_reasons_are_reported(reviewing, until):
    async with reviewing() as (app, pilot):
        await pilot.press("?")
        await until(pilot, lambda: app.screen is not app.reader.review)
        card = str(app.screen.query_one("#card Static").content)
        assert "Worth a check" in card
        assert f"starts at {START:.2f}" in card


async def test_the_terminals_cursor_is_at_the_item(reviewing, until):
    async with reviewing() as (app, pilot):
        item = app.reader.review.query_one("#review-item")
        await until(pilot, lambda: app.cursor_position == item.content_region.offset)
        assert app.cursor_position.y == 1


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_a_small_screen_has_one_below_the_other(reviewing, size):
    async with reviewing(size) as (app, _):
        body = app.reader.review.query_one("#review-body")
        places = [
            app.reader.review.query_one(f"#review-{name}") for name in ("item", "context", "record")
        ]
        tops = [pane.region.y for pane in places]
        assert tops == sorted(tops)
        assert all(pane.region.width <= body.region.width for pane in places)
        assert places[0].region.y >= body.region.y


async def claimed(app, pilot, until) -> Claim:
    """Return the claim on the item in view once it is saved."""
    await until(pilot, lambda: app.session.review.claim and not app.session.notebook.saving)
    return app.session.review.claim


async def test_evidence_is_pasted_whole(reviewing, until):
    async with reviewing() as (app, pilot):
        await pilot.press("e")
        await until(pilot, lambda: app.screen is not app.reader.review and app.screen.focused)
        from textual.events import Paste

        app.screen.focused.post_message(
            Paste("Tide tables\nhttps://port.example/tides\nHigh water came at nine.")
        )
        await until(pilot, lambda: app.screen.query_one("#evidence-title").value)
        await pilot.press(*["tab"] * 4, "space", "space", "ctrl+s")
        claim = await claimed(app, pilot, until)
        (found,) = claim.evidence
        assert (found.url, found.title) == ("https://port.example/tides", "Tide tables")
        assert (found.excerpt, found.stance) == ("High water came at nine.", "refutes")
        assert found.accessed
        assert "refutes: Tide tables" in words(app, "record")


async def test_every_label_of_the_evidence_form_is_seen_whole(reviewing, until):
    async with reviewing(size=(80, 24)) as (app, pilot):
        await pilot.press("e")
        await until(pilot, lambda: app.screen.query("#evidence-url") and app.screen.focused)
        labels = list(app.screen.query(".evidence-label"))
        assert len(labels) > 3
        for label in labels:
            assert cell_len(str(label.content)) <= label.content_size.width


async def test_evidence_left_is_a_draft(reviewing, until):
    async with reviewing() as (app, pilot):
        await pilot.press("e")
        await until(pilot, lambda: app.screen is not app.reader.review and app.screen.focused)
        await pilot.press(*"tides", "escape")
        await until(pilot, lambda: app.screen is app.reader.review)
        assert saved(app, Claim) == []
        await pilot.press("e")
        await until(pilot, lambda: app.screen is not app.reader.review and app.screen.focused)
        assert app.screen.focused.value == "tides"


async def test_the_filter_counts_while_it_is_put_together(reviewing, until):
    async with reviewing() as (app, pilot):
        await pilot.press("F", "q")
        await until(pilot, lambda: app.screen is not app.reader.review)
        assert "1 item of the whole queue" in str(app.screen.query_one("#choice-title").content)
        app.post_message(Key("enter", "\r"))  # a terminal's key has the character, a pilot's not
        await until(pilot, lambda: app.screen is app.reader.review)
        assert [item.kind for item in app.session.review.view.shown] == ["quote"]
        assert "quotes" in str(app.reader.review.query_one("#review-head").content)
        await pilot.press("F", "0", "w", *"containers", "enter")
        await until(pilot, lambda: len(app.session.review.view.shown) == 2)


async def test_the_second_reader_sees_the_first_verdict_after_giving_theirs(reviewing, until):
    async with reviewing() as (app, pilot):
        await pilot.press("r", *"seen it", "enter", "1", "g", "s", "s")
        await until(pilot, lambda: app.session.review.claim.status == "second look")
        await until(pilot, lambda: not app.session.notebook.saving)
        app.session.settings = replace(app.session.settings, me="bo")
        app.session.review.settings = app.session.settings
        await pilot.press("D")
        shown = words(app, "record")
        assert "hidden until you give yours" in shown
        assert "seen it" not in shown
        assert "True" not in shown
        said: list[str] = []  # a notice may take the line right after
        app.watch(app.reader.status, "message", lambda text: said.append(text), init=False)
        await pilot.press("5")
        await until(pilot, lambda: len(app.session.review.claim.assessments) == 2)
        await until(pilot, lambda: any("ada said True: seen it" in each for each in said))
        await until(pilot, lambda: "100% of the scale apart" in words(app, "record"))


async def test_all_a_speaker_said_is_a_page(reviewing, until):
    async with reviewing() as (app, pilot):
        await pilot.press("5", "g", "P")
        await until(pilot, lambda: app.screen is not app.reader.review)
        page = str(app.screen.query_one("#speaker-page Static").content)
        assert "Ada Reyes" in page
        assert "We will not wait" in page
        assert "False" in page


async def test_what_other_articles_say_is_beside_the_item(bench, until):
    first = bench.article()
    bench.known(first)
    second = bench.article(bench.text.replace("will not wait", "will never wait"), "b.txt")
    bench.known(second)
    async with bench.app(second, size=(160, 40)) as (app, pilot):
        await pilot.press("r")
        await until(pilot, lambda: app.session.review and app.session.review.item)
        await pilot.press("1")
        await until(pilot, lambda: not app.session.notebook.saving)
        await pilot.press("q")
        app.session.queue.open_location(str(first.location))
        await until(pilot, lambda: app.session.reading.article.text == first.text)
        await until(pilot, lambda: app.session.notebook.article_id)
        await pilot.press("r", "a", "g")
        await until(pilot, lambda: app.session.review and app.session.review.beside.others)
        assert "Other words in" in words(app, "item")
        assert "here “not”, there “never”" in words(app, "item")
        await pilot.press("G", "C")
        await until(pilot, lambda: app.screen is not app.reader.review)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.reader.review)
        assert "Other words in" in words(app, "item")


async def test_a_claim_like_one_already_checked_is_offered_and_taken_over(bench, until):
    first = bench.article()
    bench.known(first)
    second = bench.article(bench.text.replace("A last", "The last"), "b.txt")
    bench.known(second)
    async with bench.app(second, size=(160, 40)) as (app, pilot):
        await pilot.press("r", "a", "g", "5")
        await until(pilot, lambda: not app.session.notebook.saving)
        await pilot.press("q")
        app.session.queue.open_location(str(first.location))
        await until(pilot, lambda: app.session.reading.article.text == first.text)
        await until(pilot, lambda: app.session.notebook.article_id)
        await pilot.press("r", "a", "g")
        await until(pilot, lambda: app.session.review and app.session.review.beside.others)
        shown = words(app, "item")
        assert "Like a claim on the desk (1.00): False — ada" in shown
        assert "= says that it is the same claim" in shown
        item = app.session.review.item
        await pilot.press("=")
        (made,) = await until(pilot, lambda: saved(app, Appearance))
        claim = app.session.review.sitting.claim_of(app.session.review.sitting.by_id[item.id])
        assert made.claim_id == claim.id
        assert claim.article_id != app.session.notebook.article_id
        assert claim.assessments[0].label == "False"


async def test_the_app_can_begin_with_the_queue(bench, until):
    article = bench.article()
    bench.known(article)
    async with bench.app(article, review=True) as (app, pilot):
        await until(pilot, lambda: app.session.review and app.session.review.item)
        await pilot.press("q")
        await until(pilot, lambda: app.screen is app.reader)


async def test_the_end_page_says_what_was_decided_and_where_to_go_on(reviewing, until):
    async with reviewing() as (app, pilot):
        for _ in app.session.review.view.shown:
            await pilot.press("x")
        await until(pilot, lambda: app.session.review.view.ended)
        end = words(app, "item")
        assert f"dismissed {len(app.session.review.view.shown)}" in end
        ways = [line.split()[0] for line in end.splitlines()[-5:] if line]
        assert ways == ["J", "E", "k", "u", "q"]
        await pilot.press("k")
        await until(pilot, lambda: app.session.review.item)


async def test_evidence_in_the_form_is_what_it_was_until_it_is_changed(reviewing, until):
    async with reviewing() as (app, pilot):

        async def form():
            await until(pilot, lambda: app.screen.query("#evidence-url") and app.screen.focused)

        await pilot.press("e")
        await form()
        await pilot.press(*"https://tides.example", "tab", *"Tides", "ctrl+s")
        before = (await claimed(app, pilot, until)).evidence
        await pilot.press("i", "e", "e")
        await form()
        await pilot.press(*["tab"] * 4, "r", "ctrl+s")
        await until(pilot, lambda: app.session.review.claim.evidence != before)
        assert app.session.review.claim.evidence == (replace(before[0], stance="refutes"),)


async def test_a_prior_check_is_shown_next_to_the_item_with_the_keys_for_it(bench, until):
    article = bench.article()
    bench.known(article)
    with PriorChecks(bench.settings.data_folder / FILE) as checks:
        claim = "The harbour said [/b] that it will not wait for the storm"
        checks.put([PriorCheck(claim, rating="Half true", publisher="Quay [Checks]")])
    async with bench.app(article, size=(160, 40)) as (app, pilot):
        await pilot.press("r")
        await until(pilot, lambda: app.session.review and app.session.review.item)
        await pilot.press("a", "g")
        await until(pilot, lambda: app.session.review.recalling.found.checks)
        review = app.session.review
        (identity,) = review.recalling.found.checks
        review.go(review.view.to(identity))
        await until(pilot, lambda: "Half true — Quay [Checks]" in words(app, "item"))
        assert claim in words(app, "item")
        await pilot.press("-")
        await until(pilot, lambda: "Half true" not in words(app, "item"))
