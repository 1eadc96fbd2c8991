"""What a replication needs is estimated before anything is drawn, told, and limited."""

import pytest
from typer.testing import CliRunner

import takarusim as tk
from cases import SCENARIOS
from takarusim.commands.application import app
from takarusim.errors import ExperimentError
from takarusim.lowering import lowering
from takarusim.lowering.draws import Draws
from takarusim.lowering.needs import needs

STEPS = SCENARIOS / "first-steps.yaml"
HELD = "orders: {book: [{placed: 2024-01-01, component: bracket, quantity: 1, due: 2199-12-01}]}, lane: line"
ENDLESS = {  # what no machine could hold: what is set
    "orders that come each millisecond": ["partners.tractors.orders.every={exponential: 1 ms}"],
    "units that fail each millisecond": ["workshops.press.failures={life: 1 ms, repair: 0 h, clock: calendar}"],
    "a truck a minute for what is held for centuries": [
        "lanes.line={travel: 1 h, departures: {every: 1 min}}",
        f"partners.tractors={{{HELD}, components: {{bracket: 1}}, contract: {{early: 1 day, hold: true}}}}",
        "limit=2",
    ],
    "orders in circulation that hardly take time": [
        "partners.tractors.orders={circulating: 30000, every: 1 ms}",
        "partners.tractors.lane=null",
        "components.bracket={routing: {wait: {workshop: none}}}",
    ],
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_no_machine_could_hold_is_refused_before_anything_is_drawn(name):
    scenario = tk.read_scenario(STEPS, ENDLESS[name])

    with pytest.raises(ExperimentError, match=r"^needs too much, got .* orders, .* GB a replication; limit (8|2) GB$"):
        tk.simulate(scenario, seed=1)


@pytest.mark.parametrize("name", ["first-steps", "theory/mm1", "theory/repairmen"])
def test_an_estimate_is_of_the_size_of_what_comes(name):
    scenario = tk.read_scenario(SCENARIOS / f"{name}.yaml")
    one, about = tk.simulate(scenario, seed=1), needs(scenario)

    assert 0.8 < about.orders / len(one.orders) < 1.7
    assert 0.8 < about.rows / len(one.log) < 3
    assert one.log.nbytes / 1e6 < about.size


def test_a_limit_of_ones_own_is_kept():
    least = tk.read_scenario(STEPS, ["limit=0.001"])

    with pytest.raises(ExperimentError, match=r"limit 0\.001 GB$"):
        lowering.lower(least, Draws(1, 0))
    assert lowering.lower(tk.with_value(least, "limit", 1), Draws(1, 0)).n_fixed > 0


def test_tables_that_grow_with_the_run_keep_to_the_limit_too():
    scenario = tk.read_scenario(STEPS, ["limit=0.01"])

    with pytest.raises(ExperimentError, match="needs too much"):
        lowering.lower(scenario, Draws(1, 0), 1 << 20)


def test_the_command_line_tells_what_is_needed_and_takes_a_limit(tmp_path):
    told = CliRunner().invoke(app, ["validate", str(STEPS), "--lang", "id"])
    refused = CliRunner().invoke(app, ["run", str(STEPS), "--limit", "0.001", "--out", str(tmp_path), "--lang", "id"])

    assert "tiap replikasi sekitar 1.326 pesanan" in told.stdout
    assert refused.exit_code == 2
    assert "needs too much" in refused.stderr or "terlalu besar" in refused.stderr
    assert not list(tmp_path.iterdir())
